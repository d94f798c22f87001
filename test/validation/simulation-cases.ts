import type { Pattern, Span } from '../../src/fabric/types.ts';
import type { Placement, Routing } from '../../src/spec/plan.ts';

/** One fabric to run patterns on: GPUs in servers of `perNode` with a NIC each, and the spec's topology block. */
export interface FabricCase {
  readonly name: string;
  readonly gpus: number;
  readonly perNode: number;
  readonly nic: string;
  readonly topology: Readonly<Record<string, unknown>>;
  readonly routings: readonly Routing[];
}

export interface SimulationCase extends FabricCase {
  readonly pattern: Pattern;
  readonly span: Span;
  readonly routing: Routing;
  /** Absent: packed. */
  readonly placement?: Placement;
  readonly backgroundLoad?: readonly number[];
  /** Two jobs share the fabric, every other domain each, and run the pattern at the same time. */
  readonly twoJobs?: boolean;
}

const ALL: readonly Routing[] = ['adaptive', 'ecmp', 'static'];
/** Trees route in all three ways; networks without tiers are drawn with adaptive routing, and with hashed minimal paths. */
const DIRECT: readonly Routing[] = ['adaptive', 'ecmp'];
const QM = { switch: 'qm9700' } as const;

const isZoned = ({ shape }: Readonly<Record<string, unknown>>): boolean =>
  typeof shape === 'object' && shape !== null && 'zones' in shape;

const clos = (gpus: number, topology: Readonly<Record<string, unknown>>, routings = ALL): FabricCase => ({
  name: `${topology['kind']} ${gpus}${isZoned(topology) ? ' in zones' : ''}`,
  gpus,
  perNode: 8,
  nic: 'cx7-400',
  topology: { ...QM, ...topology },
  routings,
});

const direct = (gpus: number, perNode: number, topology: Readonly<Record<string, unknown>>): FabricCase => ({
  name: `${topology['kind']} ${gpus}`,
  gpus,
  perNode,
  nic: 'cx7-400',
  topology: { ...QM, ...topology },
  routings: DIRECT,
});

const FAST: readonly Routing[] = ['adaptive', 'static'];

/** Shapes small enough to simulate one by one, of every kind, at several ratios; large ones without hashing. */
export const fabricCases: readonly FabricCase[] = [
  clos(64, { kind: 'single-switch' }, FAST),
  clos(128, { kind: 'fat-tree', shape: { leaf_down: 32, leaf_up: 32 } }),
  clos(192, { kind: 'fat-tree', oversubscription: 2, shape: { leaf_down: 32, leaf_up: 16 } }),
  clos(224, { kind: 'fat-tree', shape: { leaf_down: 56, leaf_up: 8 } }),
  clos(512, { kind: 'fat-tree', oversubscription: 3 }, FAST),
  clos(256, { kind: 'fat-tree', tiers: 3, shape: { leaf_down: 16, leaf_up: 16, pods: 4 } }),
  clos(
    1024,
    { kind: 'fat-tree', tiers: 3, oversubscription: [1, 7], shape: { leaf_down: 32, leaf_up: 32, pods: 8 } },
    FAST,
  ),
  clos(256, { kind: 'rail-optimized', shape: { leaf_down: 8, leaf_up: 8 } }),
  clos(512, { kind: 'rail-optimized', shape: { leaf_down: 16, leaf_up: 4 } }, FAST),
  clos(2048, { kind: 'rail-optimized', oversubscription: 2 }, FAST),
  clos(256, { kind: 'rail-only' }, FAST),
  clos(256, { kind: 'rail-only', tiers: 2, shape: { leaf_down: 8, leaf_up: 4 } }),
  clos(128, { kind: 'multi-plane', planes: 2, shape: { leaf_down: 16, leaf_up: 16 } }),
  clos(512, { kind: 'multi-plane', planes: 4, oversubscription: 3 }, FAST),
  clos(256, { kind: 'fat-tree', shape: { leaf_down: 32, leaf_up: 32, zones: 2, zone_links: 32 } }, [
    'adaptive',
    'ecmp',
  ]),
  clos(512, { kind: 'fat-tree', shape: { leaf_down: 32, leaf_up: 32, zones: 4, zone_links: 16 } }, ['adaptive']),
  clos(256, { kind: 'rail-optimized', shape: { leaf_down: 16, leaf_up: 16, zones: 2, zone_links: 16 } }, ['adaptive']),
  direct(144, 8, { kind: 'dragonfly', shape: { hosts: 4, routers: 4, global_links: 2, groups: 9 } }),
  direct(256, 4, { kind: 'dragonfly', shape: { hosts: 4, routers: 8, global_links: 4, groups: 8 } }),
  direct(256, 8, { kind: 'dragonfly-plus', shape: { hosts: 8, leaves: 4, spines: 4, groups: 8, links_per_pair: 4 } }),
  direct(256, 8, { kind: 'dragonfly-plus', shape: { hosts: 8, leaves: 8, spines: 8, groups: 4, links_per_pair: 16 } }),
  direct(256, 4, { kind: 'hyperx', shape: { dimensions: [8, 8], hosts: 4 } }),
  direct(256, 8, { kind: 'hyperx', shape: { dimensions: [4, 4], hosts: 16, links_per_pair: 2 } }),
  direct(200, 4, { kind: 'slim-fly', shape: { q: 5 } }),
  { ...direct(128, 4, { kind: 'slim-fly', shape: { q: 4, hosts: 4 } }), routings: ['adaptive'] },
  { ...direct(256, 4, { kind: 'torus', shape: { dimensions: [4, 8, 8] } }), routings: ['adaptive'] },
  direct(64, 1, { kind: 'torus', shape: { dimensions: [8, 8] } }),
  { ...direct(216, 1, { kind: 'torus', shape: { dimensions: [6, 6, 6] } }), routings: ['adaptive'] },
  { ...direct(240, 4, { kind: 'torus', shape: { dimensions: [5, 4, 12] } }), routings: ['adaptive'] },
  direct(256, 8, { kind: 'torus', shape: { dimensions: [16, 16] } }),
];

const PATTERNS: readonly Pattern[] = ['ring', 'tree', 'all-to-all', 'neighbour'];

/** Groups of the whole job, of a part in one place, and of members far apart. */
function spansOf(domains: number): readonly Span[] {
  const quarter = Math.max(2, Math.floor(domains / 4));
  const spans: Span[] = [{ domains, stride: 1 }];
  if (quarter < domains) {
    spans.push({ domains: quarter, stride: 1 }, { domains: quarter, stride: Math.floor(domains / quarter) });
  }
  return spans;
}

/** Placements beside packed, and shares of the tiers that other jobs take. */
const PLACEMENTS: readonly Placement[] = ['scattered', 1, 0.5];
const BACKGROUNDS: readonly (readonly number[])[] = [[0.5], [0, 0.5]];

function sharedCases(fabric: FabricCase, domains: number): SimulationCase[] {
  const base = { ...fabric, routing: 'adaptive' as const, span: { domains, stride: 1 } };
  const quarter = Math.max(2, Math.floor(domains / 4));
  const routings = fabric.routings.filter((routing) => routing !== 'ecmp');
  return [
    ...routings.flatMap((routing) =>
      PLACEMENTS.flatMap((placement) => PATTERNS.map((pattern) => ({ ...base, routing, pattern, placement }))),
    ),
    ...PATTERNS.map((pattern) => ({ ...base, pattern, placement: 0.25, span: { domains: quarter, stride: 1 } })),
    ...PATTERNS.map((pattern) => ({
      ...base,
      pattern,
      twoJobs: true,
      span: { domains: Math.floor(domains / 2), stride: 2 },
    })),
    ...BACKGROUNDS.flatMap((backgroundLoad) => PATTERNS.map((pattern) => ({ ...base, pattern, backgroundLoad }))),
  ];
}

/** Pairs of a fabric and what runs on it. */
export const casesOf = (fabric: FabricCase, domains: number): SimulationCase[] => [
  ...fabric.routings.flatMap((routing) =>
    PATTERNS.flatMap((pattern) => spansOf(domains).map((span) => ({ ...fabric, pattern, span, routing }))),
  ),
  ...(fabric.topology['kind'] === 'single-switch' ? [] : sharedCases(fabric, domains)),
];
