import { buildFabric } from '../../src/fabric/registry.ts';
import { graphOf, simulateOn } from '../../src/fabric/simulator/simulate.ts';
import type { Fabric, Pattern } from '../../src/fabric/types.ts';
import type { Plan } from '../../src/spec/plan.ts';
import { planOfSpec } from './plan-of-spec.ts';
import type { Section } from './section.ts';
import { textTable } from './text-table.ts';

/** What measurements and papers teach about fabrics, as a range that a figure of the model must fall into. */
export interface Lesson {
  readonly lesson: string;
  readonly figure: string;
  readonly least: number;
  readonly most: number;
  readonly found: number;
  readonly source: string;
}

interface Built {
  readonly plan: Plan;
  readonly fabric: Fabric;
}

function built(gpus: number, topology: Readonly<Record<string, unknown>>): Built {
  const resolved = planOfSpec({
    gpus: { type: 'h100-sxm', count: gpus, per_node: 8, per_domain: 8 },
    nics: { type: 'cx7-400' },
    topology,
    workload: { model: 'llama-3-8b', sequence_length: 8192, global_batch: gpus },
  });
  if (!resolved.ok) throw new Error(resolved.reason);
  const { plan } = resolved;
  const outcome = buildFabric(plan.cluster, plan.topology, plan.constants);
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return { plan, fabric: outcome.fabric };
}

/** Time of a pattern over all domains of the first fabric over that of the second. */
function slowdown(slow: Built, fast: Built, pattern: Pattern): number {
  const span = ({ plan }: Built) => ({ domains: plan.cluster.gpus / plan.cluster.gpusPerDomain, stride: 1 });
  return (
    fast.fabric.capacity(pattern, span(fast)).domainBytesPerS /
    slow.fabric.capacity(pattern, span(slow)).domainBytesPerS
  );
}

/** The same of one flow-level simulation each. */
function simulatedSlowdown(slow: Built, fast: Built, pattern: Pattern): number {
  const timeS = ({ plan, fabric }: Built): number => {
    const drawn = graphOf({ cluster: plan.cluster, topology: plan.topology, fabric });
    if (!drawn.ok) throw new Error(drawn.reason);
    const domains = drawn.graph.endpoints / drawn.graph.endpointsPerDomain;
    const options = { bytes: 1e9, tolerance: 0.02 };
    return simulateOn(drawn.graph, plan.topology, pattern, { domains, stride: 1 }, options).timeS;
  };
  return timeS(slow) / timeS(fast);
}

const switchesOf = ({ fabric }: Built): number => fabric.tiers.reduce((sum, { switches }) => sum + switches, 0);
const endsOf = ({ fabric }: Built): number => 2 * (fabric.accessLinks + fabric.interSwitchLinks);

const META = 'Llama 3 (Meta, 2024): 7:1 above the pods of a RoCE cluster; communication kept inside pods';
const RAIL = 'Rail-only (Wang et al., arXiv 2307.12169)';
const ROCE = 'RDMA over Ethernet for Distributed AI Training at Meta Scale (SIGCOMM 2024)';

export function lessons(): Lesson[] {
  const pods = (ratio: number) =>
    built(7168, {
      kind: 'fat-tree',
      tiers: 3,
      switch: 'qm9700',
      routing: 'adaptive',
      oversubscription: [1, ratio],
    });
  const [even, seven] = [pods(1), pods(7)];
  // 256 endpoints a rail need two tiers of radix 64, as 128 of a 256-GPU domain do: 3 N / k switches, 4 N ends.
  const rails = built(16_384, { kind: 'rail-only', switch: 'qm9700', tiers: 2 });
  const railTree = built(16_384, { kind: 'fat-tree', tiers: 3, switch: 'qm9700' });
  const { gpu, nic } = rails.plan.cluster;
  const nodes = 64;
  const leafy = (routing: string) =>
    built(nodes * 8, { kind: 'fat-tree', switch: 'qm9700', routing, shape: { leaf_down: 32, leaf_up: 32 } });
  const hashed = leafy('ecmp');
  const spread = leafy('adaptive');
  const shifted = (b: Built): number =>
    b.fabric.capacity('ring', { domains: nodes / 4, stride: 4 }).domainBytesPerS / (8 * nic.bytesPerS);
  const planes = built(8192, { kind: 'multi-plane', planes: 2, switch: 'sn5600' });
  const oneBig = built(8192, { kind: 'fat-tree', switch: 'sn5600', tiers: 3 });
  const lesson = (name: string, figure: string, range: readonly [number, number], found: number, source: string) => ({
    lesson: name,
    figure,
    least: range[0],
    most: range[1],
    found,
    source,
  });
  return [
    lesson(
      '7:1 at the second tier',
      'ring all-reduce, packed: slowdown',
      [1, 1.05],
      slowdown(seven, even, 'ring'),
      META,
    ),
    lesson('7:1 at the second tier', 'all-to-all: slowdown', [4, 7.4], slowdown(seven, even, 'all-to-all'), META),
    lesson('7:1 at the second tier', 'ring, simulated', [1, 1.05], simulatedSlowdown(seven, even, 'ring'), META),
    lesson(
      '7:1 at the second tier',
      'all-to-all, simulated',
      [4, 7.4],
      simulatedSlowdown(seven, even, 'all-to-all'),
      META,
    ),
    lesson('rail-only', 'switches saved', [0.39, 0.41], 1 - switchesOf(rails) / switchesOf(railTree), RAIL),
    lesson('rail-only', 'transceivers saved', [0.33, 0.34], 1 - endsOf(rails) / endsOf(railTree), RAIL),
    lesson(
      'rail-only',
      'all-to-all: forwarding inside the domain over the time on the rails, not overlapped',
      [0.082, 0.112],
      (7 / 8) * (nic.bytesPerS / gpu.scaleUp.bytesPerS),
      RAIL,
    ),
    lesson(
      'rail-only',
      'all-to-all over equal rails: capacity of the rails over a full tree',
      [0.95, 1.05],
      1 / slowdown(rails, railTree, 'all-to-all'),
      RAIL,
    ),
    lesson(
      'two planes',
      'switches x k / N of two tiers in two planes',
      [3, 3],
      (switchesOf(planes) * 128) / 8192,
      'fabric reference, 2.6',
    ),
    lesson(
      'two planes',
      'switches x k / N of three tiers',
      [5, 5],
      (switchesOf(oneBig) * 128) / 8192,
      'fabric reference, 2.1',
    ),
    lesson(
      'two planes',
      'most hops of two planes over three tiers',
      [0.6, 0.6],
      planes.fabric.maxHops / oneBig.fabric.maxHops,
      'fabric reference, 2.1',
    ),
    lesson('hashing', 'ECMP: share of the bandwidth left to a ring across leaves', [0.2, 2 / 3], shifted(hashed), ROCE),
    lesson('hashing', 'adaptive routing: the same', [0.9, 1], shifted(spread), ROCE),
  ];
}

const holds = ({ least, most, found }: Lesson): boolean => found >= least - 1e-9 && found <= most + 1e-9;

/** Published lessons that come out without being put in. */
export const lessonsSection: Section = {
  name: 'lessons',
  run: () => {
    const all = lessons();
    const range = ({ least, most }: Lesson): string =>
      least === most ? String(least) : `${least.toPrecision(3)} to ${most.toPrecision(3)}`;
    return {
      text: textTable(
        ['lesson', 'figure', 'published', 'here', ''],
        all.map((each) => [
          each.lesson,
          each.figure,
          range(each),
          each.found.toPrecision(3),
          holds(each) ? 'holds' : 'FAILS',
        ]),
      ),
      json: all.map((each) => ({ ...each, holds: holds(each) })),
    };
  },
};
