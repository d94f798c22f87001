import { buildFabric } from '../../src/fabric/registry.ts';
import type { Graph } from '../../src/fabric/simulator/graph.ts';
import { groupsOf } from '../../src/fabric/simulator/placement.ts';
import { type Job, play } from '../../src/fabric/simulator/play.ts';
import { graphOf, simulateOn } from '../../src/fabric/simulator/simulate.ts';
import type { Plan } from '../../src/spec/plan.ts';
import { groupBy } from './group-by.ts';
import { planOfSpec } from './plan-of-spec.ts';
import type { Section } from './section.ts';
import { casesOf, type FabricCase, fabricCases, type SimulationCase } from './simulation-cases.ts';
import { mean, quantile, summarizeErrors } from './statistics.ts';
import { percent, seconds, signedPercent, textTable } from './text-table.ts';

/** ECMP is judged by the mean of this many seeds. */
const SEEDS = 20;
/** A random placement is judged by the mean of this many. */
const PLACEMENT_SEEDS = 5;
/** Ends and rates within this share count as one: what bounds the time of many unlike flows. */
const TOLERANCE = 0.02;
const BYTES_PER_DOMAIN = 1e9;
const WORST_SHOWN = 10;

interface Judged {
  readonly fabric: string;
  readonly kind: string;
  readonly ratio: string;
  readonly routing: string;
  readonly pattern: string;
  readonly span: string;
  /** Placement or background load; empty: packed and alone. */
  readonly shared: string;
  readonly simulatedS: number;
  readonly closedFormS: number;
  /** Closed form over simulation, less one: positive where the closed form is too slow. */
  readonly error: number;
  readonly simulatedTier: string;
  readonly closedFormTier: string;
}

interface Skipped {
  readonly fabric: string;
  readonly reason: string;
}

const specOf = ({ gpus, perNode, nic, topology }: FabricCase): Record<string, unknown> => ({
  gpus: { type: 'h100-sxm', count: gpus, per_node: perNode, per_domain: perNode },
  nics: { type: nic },
  topology,
  workload: { model: 'llama-3-8b', sequence_length: 8192, global_batch: gpus },
});

const constantOf = ({ constants }: Plan, id: string): number => constants[id]?.value ?? 1;

/** The groups of the span as one job each. */
const twoJobs = (graph: Graph, { pattern, span }: SimulationCase): Job[] =>
  groupsOf(
    Array.from({ length: graph.endpoints / graph.endpointsPerDomain }, (_, domain) => domain),
    span.domains,
    span.stride,
  ).map((group) => ({ pattern, groups: [group], bytes: BYTES_PER_DOMAIN }));

function judge(each: SimulationCase, plan: Plan, graph: Graph): Judged | null {
  const { routing, pattern, span, placement, backgroundLoad = [] } = each;
  const topology = { ...plan.topology, routing, backgroundLoad, ...(placement === undefined ? {} : { placement }) };
  const built = buildFabric(plan.cluster, topology, plan.constants);
  if (!built.ok) return null;
  const flowsPerNic = constantOf(plan, 'ecmp_flows_per_nic');
  const peers = pattern === 'all-to-all' ? span.domains - 1 : 1;
  const times: number[] = [];
  let slowest = '';
  const seeds = routing === 'ecmp' ? SEEDS : typeof placement === 'number' ? PLACEMENT_SEEDS : 1;
  for (let seed = 1; seed <= seeds; seed++) {
    const options = {
      seed,
      flowsPerPair: Math.max(1, Math.round(flowsPerNic / peers)),
      sustained: routing === 'adaptive' ? constantOf(plan, 'adaptive_routing_sustained') : 1,
      tolerance: TOLERANCE,
    };
    const played =
      each.twoJobs === true
        ? play(graph, twoJobs(graph, each), { routing, ...options })
        : simulateOn(graph, topology, pattern, span, { bytes: BYTES_PER_DOMAIN, placementSeed: seed, ...options });
    times.push(played.timeS);
    slowest = played.slowestTier;
  }
  const capacity = built.fabric.capacity(pattern, span);
  const simulatedS = mean(times) ?? 0;
  const closedFormS = BYTES_PER_DOMAIN / capacity.domainBytesPerS;
  return {
    fabric: each.name,
    kind: plan.topology.kind,
    ratio: built.fabric.tiers
      .flatMap((t) => (t.oversubscription === null ? [] : [t.oversubscription.toFixed(2)]))
      .join(' x '),
    routing,
    pattern,
    span: `${span.domains}/${span.stride}`,
    shared: [
      placement === undefined ? '' : placement === 'scattered' ? placement : `random ${placement}`,
      each.twoJobs === true ? 'two jobs' : '',
      backgroundLoad.length === 0 ? '' : `background ${backgroundLoad.join(' ')}`,
    ].join(''),
    simulatedS,
    closedFormS,
    error: closedFormS / simulatedS - 1,
    simulatedTier: slowest,
    closedFormTier: capacity.bindingTier,
  };
}

function judgeFabric(fabric: FabricCase): readonly (Judged | Skipped)[] {
  const skipped = (reason: string): Skipped[] => [{ fabric: fabric.name, reason }];
  const resolved = planOfSpec(specOf(fabric));
  if (!resolved.ok) return skipped(resolved.reason);
  const { plan } = resolved;
  const built = buildFabric(plan.cluster, plan.topology, plan.constants);
  if (!built.ok) return skipped(built.refusal.message);
  const drawn = graphOf({ cluster: plan.cluster, topology: plan.topology, fabric: built.fabric });
  if (!drawn.ok) return skipped(drawn.reason);
  const domains = drawn.graph.endpoints / drawn.graph.endpointsPerDomain;
  return casesOf(fabric, domains).flatMap((each) => judge(each, plan, drawn.graph) ?? []);
}

/** Why the two differ, as far as the numbers tell. */
function why({ simulatedTier, closedFormTier, error, routing }: Judged): string {
  if (simulatedTier !== closedFormTier) return `binds: ${simulatedTier} simulated, ${closedFormTier} in closed form`;
  if (routing === 'ecmp') return `hash collisions on ${simulatedTier} ${error > 0 ? 'over' : 'under'}estimated`;
  return `load of ${simulatedTier} ${error > 0 ? 'over' : 'under'}estimated`;
}

const isSkipped = (each: Judged | Skipped): each is Skipped => 'reason' in each;

/** Closed forms of capacity against the flow-level simulator. */
export const simulation: Section = {
  name: 'simulation',
  slow: true,
  run: (options) => {
    const wanted = fabricCases.filter(
      ({ topology }) => options.families.length === 0 || options.families.includes(String(topology['kind'])),
    );
    const all = wanted.flatMap(judgeFabric);
    const skipped = all.filter(isSkipped);
    const judged = all.filter((each): each is Judged => !isSkipped(each));
    const summaryRow = (name: string, rows: readonly Judged[]): string[] => {
      const errors = rows.map(({ error }) => error);
      const { n, medianAbsolute, bias, worst } = summarizeErrors(errors);
      const p95 = quantile(errors.map(Math.abs), 0.95);
      return [name, String(n), percent(medianAbsolute), percent(p95), signedPercent(bias), signedPercent(worst)];
    };
    const by = (key: 'kind' | 'routing' | 'pattern' | 'shared'): string[][] =>
      [...groupBy(judged, (each) => each[key])].map(([name, rows]) => summaryRow(name, rows));
    const worst = judged.toSorted((a, b) => Math.abs(b.error) - Math.abs(a.error));
    const row = (each: Judged): string[] => [
      `${each.fabric} ${each.ratio}`,
      each.routing,
      each.pattern,
      each.span,
      each.shared,
      seconds(each.simulatedS),
      seconds(each.closedFormS),
      signedPercent(each.error),
      why(each),
    ];
    const head = [
      'fabric, ratios',
      'routing',
      'pattern',
      'group/stride',
      'shared',
      'simulated s',
      'closed s',
      'error',
      'why',
    ];
    return {
      text: [
        `Closed forms of capacity against max-min fair flows on the explicit graph; ECMP: mean of ${SEEDS} seeds`,
        textTable(
          ['', 'cases', 'median', '95th', 'bias', 'worst'],
          [summaryRow('all', judged), ...by('kind'), ...by('routing'), ...by('pattern'), ...by('shared')],
        ),
        '',
        options.everyRow ? 'All cases, worst first' : 'The worst ten',
        textTable(head, (options.everyRow ? worst : worst.slice(0, WORST_SHOWN)).map(row)),
        ...skipped.map(({ fabric, reason }) => `  not simulated: ${fabric}: ${reason}`),
      ].join('\n'),
      json: { judged, skipped },
    };
  },
};
