import type { Result } from '../../../src/result/schema.ts';
import type { Item } from './item.ts';
import { anyJob, configSpec, resultOf, superPodOptics } from './plan.ts';

const watts = (value: number | null): number => value ?? Number.NaN;

const superPod = {
  gpus: { type: 'h100-sxm', count: 1_016, server: 'dgx-h100' },
  nics: { type: 'cx7-400' },
  topology: {
    kind: 'rail-optimized',
    switch: 'qm9700',
    management_endpoints: 4,
    shape: { leaf_down: 32, leaf_up: 32 },
    optics: superPodOptics,
  },
  workload: anyJob(1_016),
};

/** Rated nodes, switches and modules of the 4-SU DGX SuperPOD H100, and the network's share with and without NICs. */
export function superPodPower(): readonly Item[] {
  const { power } = resultOf(superPod);
  const nodes = 127 * 10_200;
  const network = watts(power.switches_w) + watts(power.transceivers_w);
  const nics = watts(power.nics_w);
  const item = (figure: string, expected: number, found: number, tolerance: number, note: string): Item => ({
    subject: 'SuperPOD H100, 4 units',
    figure,
    expected,
    found,
    tolerance,
    note,
  });
  const worked = 'worked bill of the fabric reference, section 8; nodes at their rating, NICs inside it';
  const withNics = 'the same, NICs at 25 W each moved from the nodes to the network';
  return [
    item('switches, W', 35_856, watts(power.switches_w), 0, worked),
    item('modules, W', 30_630, watts(power.transceivers_w), 0, worked),
    item('network share without NICs', 0.048819, network / (network + nodes), 1e-4, worked),
    item(
      'network share with NICs',
      (66_486 + 1_016 * 25) / 1_361_886,
      (network + nics) / (network + nodes),
      1e-4,
      withNics,
    ),
  ];
}

const nodeOf = (gpus: number): number => gpus / 8;

/** Nodes with their NICs, W each, while the GPUs draw `gpusW` together. */
const nodeW = ({ power }: Result, gpus: number, gpusW: number | null): number =>
  (watts(gpusW) + watts(power.servers_w) + watts(power.nics_w)) / nodeOf(gpus);

const jobs = [
  { name: 'two nodes, Llama 3 8B', file: 'h100-2-nodes.yaml', gpus: 16 },
  { name: '128 nodes, Llama 3 70B', file: 'h100-1024-superpod.yaml', gpus: 1_024 },
];

/** 8 x H100 nodes in the shipped training jobs, and with every GPU computing. */
export function nodePower(): readonly Item[] {
  const item = (figure: string, expected: number, found: number, note: string): Item => ({
    subject: '8 x H100 node under training (DGX)',
    figure,
    expected,
    found,
    tolerance: 0.1,
    note,
  });
  const study = 'Latif et al. as quoted; the draws by activity that the tool takes come from the same study';
  return jobs.flatMap(({ name, file, gpus }) => {
    const result = resultOf(configSpec(file));
    const { power } = result;
    const computing = watts(power.phases?.compute_w ?? null) - watts(power.it_w) + watts(power.gpus_w);
    return [
      item(
        `${name}: mean of the step, W`,
        0.76 * 10_200,
        nodeW(result, gpus, power.gpus_w),
        `heavy training, 76 % of the rating: ${study}`,
      ),
      item(`${name}: all GPUs computing, W`, 8_400, nodeW(result, gpus, computing), `measured maximum: ${study}`),
    ];
  });
}
