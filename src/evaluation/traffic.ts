import type { Fabric } from '../fabric/types.ts';
import type { TrafficResult } from '../result/schema.ts';
import type { Plan } from '../spec/plan.ts';
import type { StepEstimate } from '../training/step.ts';

/** What one GPU sends in a step, and how much of it crosses each fabric tier. */
export interface SentBytes {
  readonly scaleUpBytesPerGpu: number;
  readonly scaleOutBytesPerGpu: number;
  readonly crossing: readonly number[];
}

/** Bytes a GPU of the slowest stage sends in a step. */
export function sentBytes(step: StepEstimate, fabric: Fabric): SentBytes {
  let scaleUp = 0;
  let scaleOut = 0;
  const crossed = fabric.tiers.map(() => 0);
  for (const { transfer, times } of step.transfers) {
    const operations = times * transfer.count;
    scaleUp += transfer.cost.scaleUpBytes * operations;
    const out = transfer.cost.scaleOutBytes * operations;
    scaleOut += out;
    crossed.forEach((bytes, tier) => {
      crossed[tier] = bytes + out * (transfer.cost.crossing[tier] ?? 0);
    });
  }
  return {
    scaleUpBytesPerGpu: scaleUp,
    scaleOutBytesPerGpu: scaleOut,
    crossing: crossed.map((bytes) => (scaleOut === 0 ? 0 : bytes / scaleOut)),
  };
}

/** Bytes per step by tier and by dimension over the whole job; all of it is east-west until storage is modelled. */
export function traffic(plan: Plan, fabric: Fabric, step: StepEstimate): TrafficResult {
  const { cluster, workload } = plan;
  const gpus = workload.gpus;
  const sent = sentBytes(step, fabric);
  const share = (bytes: number, bytesPerS: number): number | null =>
    bytesPerS === 0 || step.stepTimeS === 0 ? null : bytes / (bytesPerS * step.stepTimeS);
  const nicBytesPerS = (cluster.nic.bytesPerS * cluster.nicsPerNode * gpus) / cluster.gpusPerNode;
  const scaleUp = sent.scaleUpBytesPerGpu * gpus;
  const scaleOut = sent.scaleOutBytesPerGpu * gpus;
  const tiers: TrafficResult['tiers'] = [
    {
      name: 'scale-up',
      bytes_per_step: scaleUp,
      utilization_fraction: share(scaleUp, cluster.gpu.scaleUp.bytesPerS * gpus),
    },
    { name: 'nic', bytes_per_step: scaleOut, utilization_fraction: share(scaleOut, nicBytesPerS) },
  ];
  fabric.tiers.forEach((tier, index) => {
    if (tier.upLinks === 0) return;
    const bytes = scaleOut * (sent.crossing[index] ?? 0);
    const above = fabric.tiers[index + 1];
    const capacity = tier.upLinks * (above?.linkBytesPerS ?? tier.linkBytesPerS);
    tiers.push({ name: `${tier.name} uplinks`, bytes_per_step: bytes, utilization_fraction: share(bytes, capacity) });
  });
  const byDimension = new Map<string, { up: number; out: number }>();
  const limits = new Map<string, number>();
  for (const { transfer, times } of step.transfers) {
    const operations = times * transfer.count * gpus;
    const entry = byDimension.get(transfer.dimension) ?? { up: 0, out: 0 };
    entry.up += transfer.cost.scaleUpBytes * operations;
    entry.out += transfer.cost.scaleOutBytes * operations;
    byDimension.set(transfer.dimension, entry);
    limits.set(transfer.cost.limitedBy, (limits.get(transfer.cost.limitedBy) ?? 0) + transfer.exposedS * times);
  }
  const binding = [...limits].sort(([a, x], [b, y]) => y - x || a.localeCompare(b))[0];
  return {
    tiers,
    by_dimension: [...byDimension].map(([dimension, { up, out }]) => ({
      dimension,
      scale_up_bytes: up,
      scale_out_bytes: out,
    })),
    east_west_bytes: scaleOut,
    north_south_bytes: 0,
    binding_tier: binding?.[0] ?? null,
  };
}
