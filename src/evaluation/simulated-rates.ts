import type { CollectiveOp } from '../collectives/types.ts';
import type { SimulatedPattern } from '../fabric/simulator/patterns.ts';
import { simulate } from '../fabric/simulator/simulate.ts';
import type { Fabric, Pattern } from '../fabric/types.ts';
import type { Plan } from '../spec/plan.ts';

/** What a domain sustains in a pattern over the job: flow by flow, and by the closed form. */
export interface SimulatedRate {
  readonly pattern: Pattern;
  readonly domains: number;
  /** null: not simulated, `reason` says why. */
  readonly simulatedBytesPerS: number | null;
  readonly closedFormBytesPerS: number;
  /** `nic` or the tier whose links are busiest; null where not simulated. */
  readonly slowestTier: string | null;
  readonly flows: number | null;
  readonly reason: string | null;
}

const PATTERNS: readonly Pattern[] = ['ring', 'tree', 'all-to-all', 'neighbour'];
/** Hashed routing is reported as the mean of this many hash seeds. */
const HASH_SEEDS = 5;
/** Ends of flows this close count as one. */
const TOLERANCE = 0.02;
const BYTES = 1e9;

/** Patterns that algorithms of an operation send in. */
const PATTERNS_OF: Readonly<Partial<Record<CollectiveOp, readonly Pattern[]>>> = {
  'all-to-all': ['all-to-all'],
  'send-recv': ['neighbour'],
};
const OF_TREES_AND_RINGS: readonly Pattern[] = ['ring', 'tree'];

/** Simulates each pattern over all domains of the job. */
export const simulatedRates = (plan: Plan, fabric: Fabric): SimulatedRate[] =>
  ratesOver(plan, fabric, PATTERNS, plan.workload.gpus);

/** Simulates what an operation may send while every group of `ranks` GPUs in the cluster runs it at once. */
export const simulatedRatesOf = (plan: Plan, fabric: Fabric, op: CollectiveOp, ranks: number): SimulatedRate[] =>
  ratesOver(plan, fabric, PATTERNS_OF[op] ?? OF_TREES_AND_RINGS, ranks);

function ratesOver(plan: Plan, fabric: Fabric, patterns: readonly Pattern[], ranks: number): SimulatedRate[] {
  const domains = Math.floor(ranks / plan.cluster.gpusPerDomain);
  return domains < 2 ? [] : patterns.map((pattern) => rateOf(plan, fabric, pattern, domains));
}

function rateOf(plan: Plan, fabric: Fabric, pattern: Pattern, domains: number): SimulatedRate {
  const span = { domains, stride: 1 };
  const closed = { pattern, domains, closedFormBytesPerS: fabric.capacity(pattern, span).domainBytesPerS };
  const { cluster, topology, constants } = plan;
  const seeds = topology.routing === 'ecmp' ? HASH_SEEDS : 1;
  const peers = pattern === 'all-to-all' ? domains - 1 : 1;
  let totalS = 0;
  let slowestTier: string | null = null;
  let flows = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const played = simulate({ cluster, topology, fabric }, pattern satisfies SimulatedPattern, span, {
      bytes: BYTES,
      seed,
      flowsPerPair: Math.max(1, Math.round((constants['ecmp_flows_per_nic']?.value ?? 1) / peers)),
      sustained: topology.routing === 'adaptive' ? (constants['adaptive_routing_sustained']?.value ?? 1) : 1,
      tolerance: TOLERANCE,
    });
    if (!played.ok)
      return { ...closed, simulatedBytesPerS: null, slowestTier: null, flows: null, reason: played.reason };
    totalS += played.timeS;
    slowestTier = played.slowestTier;
    flows = played.flows;
  }
  return { ...closed, simulatedBytesPerS: (BYTES * seeds) / totalS, slowestTier, flows, reason: null };
}
