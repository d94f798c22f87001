import type { Routing } from '../../spec/plan.ts';
import { endpointClasses, type Flows, individually } from './classes.ts';
import { playOut } from './completion.ts';
import type { Graph } from './graph.ts';
import { type Exchange, patterns, type SimulatedPattern, type Stage, torusRings } from './patterns.ts';
import { bytesOnLinks, route, type StageOf } from './timeline.ts';

/** One job: all its groups run the pattern at the same time. */
export interface Job {
  readonly pattern: SimulatedPattern;
  /** Domains of each group, in order. */
  readonly groups: readonly (readonly number[])[];
  /** Bytes that a domain sends during the pattern. */
  readonly bytes: number;
}

export interface PlayOptions {
  readonly routing: Routing;
  /** Seed of the ECMP hash. */
  readonly seed?: number;
  /** Flows that one source opens to one destination; ECMP hashes each on its own. Default 1. */
  readonly flowsPerPair?: number;
  /** Share of a link between switches that routing and flow control sustain. Default 1. */
  readonly sustained?: number;
  /** Share of each tier's links that others take, leaf uplinks first. Default none. */
  readonly backgroundLoad?: readonly number[];
  /** Ends of flows within this share of the time count as one. Default 0, exact. */
  readonly tolerance?: number;
  /** Treat alike flows as one; by default where it pays. Only adaptive routing keeps flows alike. */
  readonly classes?: boolean;
}

export interface TierLoad {
  /** `nic` (access links) or a tier: its uplinks. */
  readonly name: string;
  /** Bytes over its links, both directions. */
  readonly bytes: number;
  /** Time that its most loaded link needs for its bytes, s. */
  readonly busiestS: number;
}

export interface Played {
  readonly timeS: number;
  readonly jobEndS: readonly number[];
  /** Bytes sent by all endpoints together; what they receive is counted apart. */
  readonly sentBytes: number;
  readonly receivedBytes: number;
  readonly tiers: readonly TierLoad[];
  /** Tier whose most loaded link takes longest; `nic` where the endpoints themselves do. */
  readonly slowestTier: string;
  /** Highest load of a link over its capacity at any time; 1 where a link was full. */
  readonly peakLoad: number;
  /** Messages of the pattern, and flows that they were played as. */
  readonly flows: number;
  readonly played: number;
}

/** Classes pay where there are many more flows than endpoints. */
const FLOWS_PER_ENDPOINT_FOR_CLASSES = 8;
/** A tier must be this much slower than the NICs to be what binds. */
const CLEARLY = 1 + 1e-6;

/** Plays jobs on a graph at the same time. */
export function play(graph: Graph, jobs: readonly Job[], options: PlayOptions): Played {
  const { routing, seed = 1, flowsPerPair = 1, sustained = 1, backgroundLoad = [], tolerance = 0 } = options;
  const { stages, of } = stagesOf(graph, jobs);
  const flows: Flows = (visit) => {
    stages.forEach((parts, stage) => {
      for (const part of parts) part((source, destination, bytes) => visit(stage, source, destination, bytes));
    });
  };
  let count = 0;
  flows(() => {
    count++;
  });
  const asClasses =
    routing === 'adaptive' && (options.classes ?? count > FLOWS_PER_ENDPOINT_FOR_CLASSES * graph.endpoints);
  const classes = asClasses ? endpointClasses(graph, flows) : individually(graph);
  const routed = route(graph, flows, of, { routing, seed, flowsPerPair }, classes, { sustained, backgroundLoad });
  const { jobEndS, peakLoad, carried } = playOut(routed.timeline, tolerance);
  const { capacity, tier } = routed.links;
  const onLink = bytesOnLinks(routed, carried);
  const tiers = ['nic', ...graph.tiers].map((name) => ({ name, bytes: 0, busiestS: 0 }));
  onLink.forEach((bytes, link) => {
    const load = tiers[(tier[link] as number) + 1] as (typeof tiers)[number];
    load.bytes += bytes;
    load.busiestS = Math.max(load.busiestS, bytes / (capacity[link] as number));
  });
  const slowest = tiers.reduce((worst, each) => (each.busiestS > worst.busiestS * CLEARLY ? each : worst));
  const [nic] = tiers;
  return {
    timeS: Math.max(0, ...jobEndS),
    jobEndS,
    sentBytes: routed.bytes,
    receivedBytes: (nic?.bytes ?? 0) - routed.bytes,
    tiers,
    slowestTier: slowest.name,
    peakLoad,
    flows: count,
    played: routed.timeline.flowBytes.length,
  };
}

/** Stages of all jobs: the groups of a job go through their stages together. */
function stagesOf(graph: Graph, jobs: readonly Job[]): { stages: Stage[][]; of: StageOf } {
  const stages: Stage[][] = [];
  const job: number[] = [];
  const stage: number[] = [];
  jobs.forEach(({ pattern, groups, bytes }, index) => {
    const own: Stage[][] = [];
    const exchanges = groups
      .filter((group) => group.length > 1)
      .map((group): Exchange => ({ group, nics: graph.endpointsPerDomain, bytes }));
    const rings = pattern === 'ring' && graph.torus.length > 0 ? ringsOf(exchanges, graph.torus) : null;
    if (rings !== null) own.push(rings);
    else {
      for (const exchange of exchanges) {
        patterns[pattern](exchange).forEach((part, place) => {
          own[place] ??= [];
          own[place].push(part);
        });
      }
    }
    own.forEach((parts, place) => {
      stages.push(parts);
      job.push(index);
      stage.push(place);
    });
  });
  return { stages, of: { job, stage, jobs: jobs.length } };
}

/** Rings shaped to a torus; null unless every group of the job is a box of it. */
function ringsOf(exchanges: readonly Exchange[], torus: readonly number[]): Stage[] | null {
  const rings: Stage[] = [];
  for (const exchange of exchanges) {
    const ring = torusRings(exchange, torus);
    if (ring === null) return null;
    rings.push(ring);
  }
  return rings;
}
