import { type Machine, trainingOn } from '../../evaluation/machine.ts';
import type { Layout, Plan, Workload } from '../../spec/plan.ts';
import type { TrainingContext } from '../../training/context.ts';
import type { MemoryEstimate } from '../../training/memory.ts';
import { estimateMemory, timeStep } from '../../training/step.ts';
import { type Shard, WHOLE } from '../shard.ts';
import { StepBound } from './bound.ts';
import {
  type Candidate,
  type CandidateGroup,
  candidateGroups,
  candidatesOf,
  holds,
  type Overlap,
  type Space,
  sizeOf,
} from './space.ts';

/** A candidate that fits, with what it is ranked by. */
export interface Ranked extends Candidate {
  /** Its number in the space, from 0. */
  readonly index: number;
  /** Small is good. */
  readonly score: number;
  readonly stepTimeS: number;
}

export interface SearchOutcome {
  /** Best first; equal scores in the order of the space. */
  readonly best: readonly Ranked[];
  /** The candidate with the least memory among those that were checked; null where some fit or nothing was checked. */
  readonly smallest: Candidate | null;
  readonly counts: SearchCounts;
}

/** Where the candidates went: the others sum to the first. */
export interface SearchCounts {
  readonly candidates: number;
  /** Never looked at: their bound is worse than the worst plan kept. */
  readonly bounded: number;
  readonly tooLarge: number;
  /** Not allowed, as a plan or by what it comes to. */
  readonly refused: number;
  readonly timed: number;
}

export interface SearchOptions {
  readonly space: Space['name'];
  /** Plans to keep. */
  readonly top: number;
  /** Time every candidate that fits. */
  readonly exhaustive: boolean;
  /** A plan that is tried whether or not it lies in the space: the one that a spec states. */
  readonly also?: Candidate;
  /** Whether a plan may be chosen, as far as its layout tells; absent: all may. */
  readonly allows?: (layout: Layout) => boolean;
  /**
   * Scores a plan that fits: small is good; null: not allowed. Absent: the step time. A score must not fall when the step
   * gets longer unless `exhaustive` is set, for the bound is on the time.
   */
  readonly score?: (candidate: Candidate, stepTimeS: number) => number | null;
  /** Only every n-th group of the space: parts of one search share no candidate, and together have all. */
  readonly shard?: Shard;
  /** Called now and then; stops the search by returning false. */
  readonly proceed?: (done: number, of: number) => boolean;
}

/**
 * The best plans of a space: the same as timing all of it. Memory is checked before time. Groups are visited in the order
 * of a lower bound on their step time until it passes the worst plan kept; one whose bound is the lowest so far is visited
 * at once, so that most of the others need not be held.
 */
export function search(machine: Machine, options: SearchOptions): SearchOutcome {
  const { plan } = machine;
  const visit = new Visit(machine, options);
  const boundOf = options.exhaustive ? () => 0 : bounding(plan, visit.contexts);
  const limitS = timeLimitS(machine, options);
  const waiting: { readonly group: CandidateGroup; readonly bound: number }[] = [];
  let [candidates, lowest] = [0, Number.POSITIVE_INFINITY];
  for (const group of groupsOf(plan, options)) {
    candidates += sizeOf(group);
    const bound = boundOf(group);
    if (bound > Math.min(limitS, visit.slowest)) continue;
    if (bound < lowest) visit.group(group);
    else waiting.push({ group, bound });
    lowest = Math.min(lowest, bound);
  }
  waiting.sort((a, b) => a.bound - b.bound || a.group.first - b.group.first);
  let done = 0;
  for (const { group, bound } of waiting) {
    if (bound > visit.slowest) break;
    if (++done % PROCEED_EVERY === 0 && options.proceed?.(visit.visited, candidates) === false) break;
    visit.group(group);
  }
  const { tooLarge, timed, refused, visited } = visit;
  return { ...visit.outcome(), counts: { candidates, bounded: candidates - visited, tooLarge, timed, refused } };
}

/** Checks and times candidates, and keeps the best. */
class Visit {
  visited = 0;
  tooLarge = 0;
  timed = 0;
  refused = 0;
  readonly contexts: (overlap: Overlap) => TrainingContext;
  private smallest: { readonly candidate: Candidate; readonly bytes: number } | null = null;
  private readonly kept: Kept;
  private readonly capacity: number;
  private readonly options: SearchOptions;

  constructor(machine: Machine, options: SearchOptions) {
    const { gpu, reserveBytes } = machine.plan.cluster;
    this.capacity = gpu.memoryBytes - reserveBytes;
    this.contexts = contextsOf(machine);
    this.kept = new Kept(options.top);
    this.options = options;
  }

  get slowest(): number {
    return this.kept.slowest;
  }

  group(group: CandidateGroup): void {
    let index = group.first;
    this.visited += sizeOf(group);
    const known = new Map<string, MemoryEstimate>();
    for (const candidate of candidatesOf(group)) {
      if (this.options.allows?.(candidate.layout) === false) {
        this.refused++;
        index++;
        continue;
      }
      const { sharding } = candidate.layout;
      // Overlap needs no memory.
      const memory = known.get(sharding) ?? estimateMemory(this.contexts(candidate.overlap), candidate.layout);
      known.set(sharding, memory);
      this.candidate(candidate, index++, memory);
    }
  }

  private candidate(candidate: Candidate, index: number, memory: MemoryEstimate): void {
    const { totalBytes: bytes } = memory;
    if (this.smallest === null || bytes < this.smallest.bytes) this.smallest = { candidate, bytes };
    if (bytes > this.capacity) {
      this.tooLarge++;
      return;
    }
    const { score: scoreOf, exhaustive } = this.options;
    const { stepTimeS } = timeStep(this.contexts(candidate.overlap), candidate.layout, memory);
    const slow = (scoreOf === undefined || !exhaustive) && stepTimeS > this.kept.slowest;
    const score = slow || scoreOf === undefined ? stepTimeS : scoreOf(candidate, stepTimeS);
    if (score === null) {
      this.refused++;
      return;
    }
    this.timed++;
    if (!slow) this.kept.add({ ...candidate, index, score, stepTimeS });
  }

  outcome(): Pick<SearchOutcome, 'best' | 'smallest'> {
    const best = this.kept.ranked();
    return { best, smallest: best.length > 0 ? null : (this.smallest?.candidate ?? null) };
  }
}

/** The bound of a group: its members differ in overlaps that lie outside it. */
function bounding(plan: Plan, contexts: Visit['contexts']): (group: CandidateGroup) => number {
  const bounds = new Map<TrainingContext, StepBound>();
  return ({ base, overlaps }) => {
    const context = contexts(overlaps[0] ?? plan.workload.overlap);
    const bound = bounds.get(context) ?? new StepBound(context);
    bounds.set(context, bound);
    return bound.of(base);
  };
}

/** The space, and the plan beside it as a group of its own. */
function* groupsOf(plan: Plan, { space, also, shard = WHOLE }: SearchOptions): Generator<CandidateGroup> {
  let [inside, next, number] = [false, 0, 0];
  for (const group of candidateGroups(plan, space)) {
    if (also !== undefined && !inside) inside = holds(group, also);
    next = group.first + sizeOf(group);
    if (number++ % shard.of === shard.index - 1) yield group;
  }
  if (also === undefined || inside || number % shard.of !== shard.index - 1) return;
  yield { first: next, base: also.layout, shardings: [also.layout.sharding], overlaps: [also.overlap] };
}

/**
 * A step time that the plans kept will not exceed: the common space is part of the wide one, and quick. Most of the wide
 * space then need not be held.
 */
function timeLimitS(machine: Machine, options: SearchOptions): number {
  if (options.exhaustive || options.space === 'common') return Number.POSITIVE_INFINITY;
  const { best } = search(machine, { ...options, space: 'common', shard: WHOLE });
  return best.length < options.top ? Number.POSITIVE_INFINITY : Math.max(...best.map(({ stepTimeS }) => stepTimeS));
}

const PROCEED_EVERY = 256;

/** One training context per overlap. */
function contextsOf(machine: Machine): (overlap: Overlap) => TrainingContext {
  const { plan } = machine;
  const known = new Map<Overlap, TrainingContext>();
  const byValue = new Map<string, TrainingContext>();
  return (overlap) => {
    let context = known.get(overlap);
    if (context !== undefined) return context;
    const key = JSON.stringify(overlap);
    context = byValue.get(key);
    if (context === undefined) {
      const workload: Workload = { ...plan.workload, overlap };
      context = trainingOn({ ...machine, plan: { ...plan, workload } });
      byValue.set(key, context);
    }
    known.set(overlap, context);
    return context;
  };
}

/** The best plans so far, best first. */
class Kept {
  private plans: Ranked[] = [];
  private readonly top: number;

  constructor(top: number) {
    this.top = top;
  }

  /** The step time of the worst plan kept: with a score that never falls as the step grows, slower plans rank behind. */
  slowest = Number.POSITIVE_INFINITY;

  add(plan: Ranked): void {
    const at = this.plans.findIndex(
      (other) => plan.score < other.score || (plan.score === other.score && plan.index < other.index),
    );
    this.plans.splice(at < 0 ? this.plans.length : at, 0, plan);
    if (this.plans.length > this.top) this.plans.pop();
    if (this.plans.length === this.top) this.slowest = Math.max(...this.plans.map(({ stepTimeS }) => stepTimeS));
  }

  ranked(): readonly Ranked[] {
    return this.plans;
  }
}
