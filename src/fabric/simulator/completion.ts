import { fairSharing, type Sharing } from './max-min.ts';

/** Jobs' flows in stages: a stage starts when the one before it has ended. Bytes, job and stage are of flows, not detours. */
export interface Timeline extends Sharing {
  readonly flowBytes: Float64Array;
  readonly flowJob: Int32Array;
  readonly flowStage: Int32Array;
  readonly jobs: number;
  /** Entries after the flows are detours: every flow has so many of them in a row, which carry its bytes too. */
  readonly detoursPerFlow: number;
}

export interface Completion {
  /** End of each job, s. */
  readonly jobEndS: readonly number[];
  /** Times that the links were shared anew. */
  readonly rounds: number;
  /** Highest load of a link over its capacity at any time. */
  readonly peakLoad: number;
  /** Bytes that each flow, and each detour, carried. */
  readonly carried: Float64Array;
}

/** Flows whose ends differ by less than this share of the time end together even when asked to be exact. */
const SAME_TIME = 1e-9;

/**
 * Plays the flows: share the links, run to the next end of a flow, share again.
 *
 * @param tolerance ends within this share of the time so far, and rates within this share, count as one, which bounds the
 *   number of rounds; what is left free in between stays unused, so times err upwards. 0: exact.
 */
export function playOut(timeline: Timeline, tolerance: number): Completion {
  const { flowBytes, flowJob, flowStage, jobs } = timeline;
  const flows = flowBytes.length;
  const fairRates = fairSharing(timeline, tolerance);
  const remaining = flowBytes.slice();
  const entries = timeline.flowCount.length;
  const { detoursPerFlow } = timeline;
  const firstOf = (flow: number): number => flows + flow * detoursPerFlow;
  const active = new Uint8Array(entries);
  const rates = new Float64Array(entries);
  const carried = new Float64Array(entries);
  const rateOf = (flow: number): number => {
    let rate = rates[flow] as number;
    for (let i = firstOf(flow); i < firstOf(flow + 1); i++) rate += rates[i] as number;
    return rate;
  };
  const carry = (flow: number, durationS: number): void => {
    carried[flow] = (carried[flow] as number) + (rates[flow] as number) * durationS;
    for (let i = firstOf(flow); i < firstOf(flow + 1); i++) {
      carried[i] = (carried[i] as number) + (rates[i] as number) * durationS;
    }
  };
  const setActive = (flow: number, value: 0 | 1): void => {
    active[flow] = value;
    active.fill(value, firstOf(flow), firstOf(flow + 1));
  };
  const members = stageMembers(timeline);
  const stageOf = new Int32Array(jobs).fill(-1);
  const openFlows = new Int32Array(jobs);
  const jobEndS = new Array<number>(jobs).fill(0);
  let running: number[] = [];
  const startNext = (job: number): void => {
    for (;;) {
      stageOf[job] = (stageOf[job] as number) + 1;
      const stages = members[job] as readonly (readonly number[])[];
      if ((stageOf[job] as number) >= stages.length) return;
      const next = stages[stageOf[job] as number] as readonly number[];
      if (next.length === 0) continue;
      for (const flow of next) {
        setActive(flow, 1);
        running.push(flow);
      }
      openFlows[job] = next.length;
      return;
    }
  };
  for (let job = 0; job < jobs; job++) startNext(job);

  let timeS = 0;
  let rounds = 0;
  let peakLoad = 0;
  const window = Math.max(SAME_TIME, tolerance);
  while (running.length > 0) {
    peakLoad = Math.max(peakLoad, fairRates(active, rates));
    rounds++;
    let first = Number.POSITIVE_INFINITY;
    for (const flow of running) first = Math.min(first, (remaining[flow] as number) / rateOf(flow));
    if (!Number.isFinite(first)) throw new Error('a flow crosses a link without capacity');
    const horizon = first + window * (timeS + first);
    let step = first;
    for (const flow of running) {
      const ends = (remaining[flow] as number) / rateOf(flow);
      if (ends <= horizon) step = Math.max(step, ends);
    }
    const ended = new Set<number>();
    const going: number[] = [];
    for (const flow of running) {
      const ends = (remaining[flow] as number) / rateOf(flow);
      if (ends > step) {
        remaining[flow] = (remaining[flow] as number) - rateOf(flow) * step;
        carry(flow, step);
        going.push(flow);
        continue;
      }
      carry(flow, ends);
      remaining[flow] = 0;
      setActive(flow, 0);
      const job = flowJob[flow] as number;
      openFlows[job] = (openFlows[job] as number) - 1;
      jobEndS[job] = Math.max(jobEndS[job] as number, timeS + ends);
      if (openFlows[job] === 0) ended.add(job);
    }
    timeS += step;
    running = going;
    for (const job of ended) startNext(job);
  }
  return { jobEndS, rounds, peakLoad, carried };

  function stageMembers({ flowJob: jobOf }: Timeline): number[][][] {
    const lists: number[][][] = Array.from({ length: jobs }, () => []);
    for (let flow = 0; flow < flows; flow++) {
      const stages = lists[jobOf[flow] as number] as number[][];
      const stage = flowStage[flow] as number;
      while (stages.length <= stage) stages.push([]);
      stages[stage]?.push(flow);
    }
    return lists;
  }
}
