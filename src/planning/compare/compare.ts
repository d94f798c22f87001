import type { Result } from '../../result/schema.ts';
import { type Leaf, leavesOf } from './leaves.ts';
import { directionOf, headlineRank } from './metric.ts';

/** One field of two designs. */
export interface Change {
  readonly field: string;
  /** null: unknown there; undefined never: an absent section reads as null. */
  readonly base: Leaf;
  readonly candidate: Leaf;
  /** candidate - base, for numbers. */
  readonly absolute: number | null;
  /** (candidate - base) / base; null where the base is 0 or one side is no number. */
  readonly relative: number | null;
  readonly effect: 'better' | 'worse' | 'neutral';
  /** A field that a reader looks at first. */
  readonly headline: boolean;
}

export interface Comparison {
  readonly name: string;
  /** What differs, headlines first by their rank, then details by how far they moved. */
  readonly changes: readonly Change[];
  /** Headline fields that are the same, and all fields that are. */
  readonly unchangedHeadlines: number;
  readonly unchanged: number;
  /** The unchanged fields themselves, in the order of the result. */
  readonly same: readonly { readonly field: string; readonly value: Leaf }[];
}

/** Rounding of doubles is no change. */
const ROUNDING = 1e-12;

function equal(a: Leaf, b: Leaf): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b));
}

/** What changes between two designs. `compare(a, a)` has no changes; swapping the sides swaps better and worse. */
export function compare(base: Result, candidate: Result): Comparison {
  const before = leavesOf(base);
  const after = leavesOf(candidate);
  const changes: Change[] = [];
  const same: { field: string; value: Leaf }[] = [];
  for (const field of new Set([...before.keys(), ...after.keys()])) {
    const [a, b] = [before.get(field) ?? null, after.get(field) ?? null];
    if (equal(a, b)) same.push({ field, value: a });
    else changes.push(changeOf(field, a, b));
  }
  return {
    name: candidate.name,
    changes: changes
      .map((change, index) => ({ change, index }))
      .sort(byWeight)
      .map(({ change }) => change),
    unchangedHeadlines: same.filter(({ field }) => headlineRank(field) !== null).length,
    unchanged: same.length,
    same,
  };
}

function changeOf(field: string, base: Leaf, candidate: Leaf): Change {
  const numbers = typeof base === 'number' && typeof candidate === 'number';
  const absolute = numbers ? candidate - base : null;
  return {
    field,
    base,
    candidate,
    absolute,
    relative: numbers && base !== 0 ? (candidate - base) / Math.abs(base) : null,
    effect: effectOf(field, base, candidate),
    headline: headlineRank(field) !== null,
  };
}

function effectOf(field: string, base: Leaf, candidate: Leaf): Change['effect'] {
  const direction = directionOf(field);
  const [a, b] = [base, candidate].map((value) => (typeof value === 'boolean' ? Number(value) : value));
  if (direction === 'neutral' || typeof a !== 'number' || typeof b !== 'number') return 'neutral';
  return b > a === (direction === 'higher') ? 'better' : 'worse';
}

type Ranked = { readonly change: Change; readonly index: number };

function byWeight(a: Ranked, b: Ranked): number {
  const [x, y] = [headlineRank(a.change.field), headlineRank(b.change.field)];
  if (x !== null || y !== null) return (x ?? Number.POSITIVE_INFINITY) - (y ?? Number.POSITIVE_INFINITY);
  return moved(b.change) - moved(a.change) || a.index - b.index;
}

/** A value that appears or goes moves farthest. */
const moved = ({ relative, absolute }: Change): number =>
  relative === null ? (absolute === null ? Number.MAX_VALUE : Number.MAX_VALUE / 2) : Math.abs(relative);
