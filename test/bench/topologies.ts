import { billOfMaterials } from '../../src/economics/bill.ts';
import { pluggables } from '../../src/economics/links.ts';
import { buildFabric } from '../../src/fabric/registry.ts';
import { fabricDescription } from '../../src/fabric/summary.ts';
import type { Plan, TopologyPlan } from '../../src/spec/plan.ts';
import { planOfDesign } from '../fabric/fixture.ts';

interface Sizes {
  readonly small: Plan;
  readonly large: Plan;
}

const clos = (topology: Partial<TopologyPlan> & { readonly kind: string }): Sizes => ({
  small: planOfDesign({ nodes: 128, ports: 64, topology }),
  large: planOfDesign({ nodes: 125_000, ports: 64, topology }),
});

function direct(
  kind: string,
  ports: number,
  small: Readonly<[number, TopologyPlan['shape']]>,
  large: typeof small,
): Sizes {
  const plan = ([nodes, shape]: typeof small): Plan =>
    planOfDesign({
      nodes,
      perNode: 1,
      ports,
      topology: { kind, shape, ...(kind === 'torus' ? { switches: [] } : {}) },
    });
  return { small: plan(small), large: plan(large) };
}

/** About a thousand and a million endpoints of each kind. */
const designs: Readonly<Record<string, Sizes>> = {
  'fat-tree': clos({ kind: 'fat-tree' }),
  'fat-tree, 3:1': clos({ kind: 'fat-tree', oversubscription: [3] }),
  'rail-optimized': clos({ kind: 'rail-optimized' }),
  'rail-only': clos({ kind: 'rail-only' }),
  dragonfly: direct(
    'dragonfly',
    128,
    [1056, { hosts: 4, routers: 8, global_links: 4, groups: 33 }],
    [1_000_000, { hosts: 32, routers: 64, global_links: 32, groups: 489 }],
  ),
  torus: direct('torus', 64, [1024, { dimensions: [8, 8, 16] }], [1_000_000, { dimensions: [100, 100, 100] }]),
  hyperx: direct(
    'hyperx',
    256,
    [1024, { dimensions: [8, 8], hosts: 16 }],
    [1_048_576, { dimensions: [32, 32, 32], hosts: 32 }],
  ),
  'slim-fly': direct('slim-fly', 256, [578, { q: 7 }], [1_000_000, { q: 107 }]),
};

const ROUNDS = 40;

/** Median time of one description with its bill of materials, ms. */
function medianMs(plan: Plan): number {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    const built = buildFabric(plan.cluster, plan.topology, plan.constants);
    if (!built.ok) throw new Error(built.refusal.message);
    JSON.stringify(fabricDescription(built.fabric, pluggables(plan, built.fabric)));
    billOfMaterials(plan, built.fabric);
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[ROUNDS / 2] ?? 0;
}

/** What `topology` computes for a million endpoints against a thousand, by kind. */
export function topologyRatios(): string {
  const rows = Object.entries(designs).map(([name, { small, large }]) => {
    const [few, many] = [medianMs(small), medianMs(large)];
    return `  ${name}: ${few.toFixed(2)} ms, ${many.toFixed(2)} ms, ratio ${(many / few).toFixed(1)}`;
  });
  return ['topology in process, 1,000 and 1,000,000 endpoints:', ...rows, ''].join('\n');
}
