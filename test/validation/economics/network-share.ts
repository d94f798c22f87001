import type { Item } from './item.ts';
import { llama70b, resultOf, superPodOptics } from './plan.ts';

const clusters = [
  {
    name: '1,024 H200, InfiniBand, two tiers',
    gpus: { type: 'h200-sxm', count: 1_024, server: 'hgx-h200' },
    topology: { kind: 'rail-optimized', switch: 'qm9700', optics: superPodOptics },
  },
  {
    name: '16,384 H100, InfiniBand, three tiers',
    gpus: { type: 'h100-sxm', count: 16_384, server: 'hgx-h100' },
    topology: { kind: 'fat-tree', switch: 'qm9700', optics: superPodOptics },
  },
];

const published = {
  capex: [
    [0.21, 'SemiAnalysis, H200 InfiniBand: 76,155 USD a server with its NICs, storage and management networks'],
    [0.19, 'Epoch AI: interconnect of the cost of a cluster, NICs in it'],
  ],
  power: [[0.049, 'worked SuperPOD: switches and modules over rated nodes, NICs in the nodes']],
  largePower: [[0.09, 'SemiAnalysis, three-layer GB300 network with its NICs, of cluster power']],
} as const;

/** Shares of capex and of running IT power beside published ones, each with its scope; not judged. */
export const networkShares = (): readonly Item[] =>
  clusters.flatMap(({ name, gpus, topology }, index) => {
    const { cost, power } = resultOf({ gpus, nics: { type: 'cx7-400' }, topology, workload: llama70b(gpus.count) });
    const beside = (figure: string, found: number | null, rows: readonly (readonly [number, string])[]): Item[] =>
      rows.map(([expected, note]) => ({ subject: name, figure, expected, found, tolerance: null, note }));
    return [
      ...beside(
        'network share of capex: NICs not in the server price, switches, modules, cables',
        cost.network_capex_fraction,
        published.capex,
      ),
      ...beside(
        'network share of IT power in training: NICs, switches, modules',
        power.network_fraction,
        index === 0 ? published.power : published.largePower,
      ),
    ];
  });
