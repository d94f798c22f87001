import { type Machine, trainingOn } from '../../evaluation/machine.ts';
import type { Workload } from '../../spec/plan.ts';
import type { TrainingContext } from '../../training/context.ts';
import { estimateMemory, timeStep } from '../../training/step.ts';
import { StepBound } from './bound.ts';
import {
  type Candidate,
  type CandidateGroup,
  candidateGroups,
  candidatesOf,
  type Overlap,
  type Space,
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
  readonly timed: number;
}

export interface SearchOptions {
  readonly space: Space['name'];
  /** Plans to keep. */
  readonly top: number;
  /** Time every candidate that fits. */
  readonly exhaustive: boolean;
  /**
   * Scores a plan that fits: small is good; null: not allowed. Absent: the step time. A score must not fall when the step
   * gets longer unless `exhaustive` is set, for the bound is on the time.
   */
  readonly score?: (candidate: Candidate, stepTimeS: number) => number | null;
  /** Called now and then; stops the search by returning false. */
  readonly proceed?: (done: number, of: number) => boolean;
}

/**
 * The best plans of a space. Candidates are visited in the order of a lower bound on their step time, memory is checked
 * before time, and the search ends once the bound passes the worst plan kept: the same plans as timing all of them.
 */
export function search(machine: Machine, options: SearchOptions): SearchOutcome {
  const { plan } = machine;
  const capacity = plan.cluster.gpu.memoryBytes - plan.cluster.reserveBytes;
  const contexts = contextsOf(machine);
  const bounds = new Map<TrainingContext, StepBound>();
  const boundOf = ({ base, overlaps }: CandidateGroup): number => {
    // Members of a group differ in overlaps that lie outside the bound.
    const context = contexts(overlaps[0] ?? plan.workload.overlap);
    const bound = bounds.get(context) ?? new StepBound(context);
    bounds.set(context, bound);
    return bound.of(base);
  };
  const all: { readonly group: CandidateGroup; readonly bound: number }[] = [];
  const limitS = timeLimitS(machine, options);
  let candidates = 0;
  for (const group of candidateGroups(plan, options.space)) {
    candidates += sizeOf(group);
    const bound = options.exhaustive ? 0 : boundOf(group);
    if (bound <= limitS) all.push({ group, bound });
  }
  all.sort((a, b) => a.bound - b.bound || a.group.first - b.group.first);

  const kept = new Kept(options.top);
  let smallest: { readonly candidate: Candidate; readonly bytes: number } | null = null;
  let [visited, tooLarge, timed, done] = [0, 0, 0, 0];
  for (const { group, bound } of all) {
    if (bound > kept.slowest) break;
    if (++done % PROCEED_EVERY === 0 && options.proceed?.(visited, candidates) === false) break;
    let index = group.first;
    visited += sizeOf(group);
    let bytesOf: { readonly sharding: string; readonly bytes: number }[] = [];
    for (const candidate of candidatesOf(group)) {
      const number = index++;
      const context = contexts(candidate.overlap);
      const { sharding } = candidate.layout;
      // Overlap needs no memory.
      let bytes = bytesOf.find((each) => each.sharding === sharding)?.bytes;
      if (bytes === undefined) {
        bytes = estimateMemory(context, candidate.layout).totalBytes;
        bytesOf = [...bytesOf, { sharding, bytes }];
      }
      if (smallest === null || bytes < smallest.bytes) smallest = { candidate, bytes };
      if (bytes > capacity) {
        tooLarge++;
        continue;
      }
      timed++;
      const { stepTimeS } = timeStep(context, candidate.layout);
      if (stepTimeS > kept.slowest && (options.score === undefined || !options.exhaustive)) continue;
      const score = options.score === undefined ? stepTimeS : options.score(candidate, stepTimeS);
      if (score !== null) kept.add({ ...candidate, index: number, score, stepTimeS });
    }
  }
  return {
    best: kept.ranked(),
    smallest: kept.ranked().length > 0 ? null : (smallest?.candidate ?? null),
    counts: { candidates, bounded: candidates - visited, tooLarge, timed },
  };
}

/**
 * A step time that the plans kept will not exceed: the common space is part of the wide one, and quick. Most of the wide
 * space then need not be held.
 */
function timeLimitS(machine: Machine, options: SearchOptions): number {
  if (options.exhaustive || options.space === 'common') return Number.POSITIVE_INFINITY;
  const { best } = search(machine, { ...options, space: 'common' });
  return best.length < options.top ? Number.POSITIVE_INFINITY : Math.max(...best.map(({ stepTimeS }) => stepTimeS));
}

const PROCEED_EVERY = 256;

const sizeOf = ({ shardings, overlaps }: CandidateGroup): number => shardings.length * overlaps.length;

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

  private get full(): boolean {
    return this.plans.length >= this.top;
  }

  /** The step time of the worst plan kept: with a score that never falls as the step grows, slower plans rank behind. */
  get slowest(): number {
    return this.full ? Math.max(...this.plans.map(({ stepTimeS }) => stepTimeS)) : Number.POSITIVE_INFINITY;
  }

  add(plan: Ranked): void {
    const at = this.plans.findIndex(
      (other) => plan.score < other.score || (plan.score === other.score && plan.index < other.index),
    );
    this.plans.splice(at < 0 ? this.plans.length : at, 0, plan);
    if (this.plans.length > this.top) this.plans.pop();
  }

  ranked(): readonly Ranked[] {
    return this.plans;
  }
}
