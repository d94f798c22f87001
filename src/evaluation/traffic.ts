import type { CollectiveCost } from '../collectives/types.ts';
import type { Fabric } from '../fabric/types.ts';
import type { TrafficResult } from '../result/schema.ts';
import type { Plan } from '../spec/plan.ts';
import { checkpointBytes } from '../training/checkpoint.ts';
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
  for (const { transfer, times, timesPerGpu = times } of step.transfers) {
    const operations = timesPerGpu * transfer.count;
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

/** One set of links that traffic crosses, and what all of them carry, bytes/s. */
interface Links {
  readonly name: string;
  readonly bytesPerS: number;
  /** Bytes that one operation of a transfer puts on them, a GPU. */
  bytesOf(cost: CollectiveCost): number;
}

/** Scale-up links, NICs, and the links above each tier that has any. */
function linksOf({ cluster, workload }: Plan, fabric: Fabric): Links[] {
  const levels =
    fabric.levels ??
    fabric.tiers.map(({ name, upLinks, linkBytesPerS }, index) => ({
      name,
      links: upLinks,
      linkBytesPerS: fabric.tiers[index + 1]?.linkBytesPerS ?? linkBytesPerS,
    }));
  return [
    {
      name: 'scale-up',
      bytesPerS: cluster.gpu.scaleUp.bytesPerS * workload.gpus,
      bytesOf: ({ scaleUpBytes }) => scaleUpBytes,
    },
    {
      name: 'nic',
      bytesPerS: (cluster.nic.bytesPerS * cluster.nicsPerNode * workload.gpus) / cluster.gpusPerNode,
      bytesOf: ({ scaleOutBytes }) => scaleOutBytes,
    },
    ...levels.flatMap(({ name, links, linkBytesPerS }, index): Links[] =>
      links === 0
        ? []
        : [
            {
              name,
              bytesPerS: links * linkBytesPerS,
              bytesOf: ({ scaleOutBytes, crossing }) => scaleOutBytes * (crossing[index] ?? 0),
            },
          ],
    ),
  ];
}

/**
 * Bytes per step by tier and by dimension over the whole job, and how full the links are: over the step, and over the time
 * of the transfers that use them.
 */
export function traffic(plan: Plan, fabric: Fabric, step: StepEstimate): TrafficResult {
  const { gpus } = plan.workload;
  const share = (bytes: number, bytesPerS: number, timeS: number): number | null =>
    bytesPerS === 0 || timeS === 0 ? null : bytes / (bytesPerS * timeS);
  const links = linksOf(plan, fabric);
  const tiers: TrafficResult['tiers'] = links.map(({ name, bytesPerS, bytesOf }) => {
    const byDimension = new Map<string, number>();
    let bytes = 0;
    let activeS = 0;
    for (const { transfer, times, timesPerGpu = times } of step.transfers) {
      const operations = timesPerGpu * transfer.count;
      const sent = bytesOf(transfer.cost) * operations * gpus;
      if (sent === 0) continue;
      bytes += sent;
      activeS += transfer.cost.timeS * operations;
      byDimension.set(transfer.dimension, (byDimension.get(transfer.dimension) ?? 0) + sent);
    }
    return {
      name,
      bytes_per_step: bytes,
      by_dimension: [...byDimension].map(([dimension, each]) => ({ dimension, bytes: each })),
      utilization_fraction: share(bytes, bytesPerS, step.stepTimeS),
      active_utilization_fraction: share(bytes, bytesPerS, activeS),
    };
  });
  const byDimension = new Map<string, { up: number; out: number }>();
  const exposed = new Map<string, number>();
  for (const { transfer, times, timesPerGpu = times } of step.transfers) {
    const operations = timesPerGpu * transfer.count * gpus;
    const entry = byDimension.get(transfer.dimension) ?? { up: 0, out: 0 };
    entry.up += transfer.cost.scaleUpBytes * operations;
    entry.out += transfer.cost.scaleOutBytes * operations;
    byDimension.set(transfer.dimension, entry);
    const { limitedBy } = transfer.cost;
    if (links.some(({ name }) => name === limitedBy))
      exposed.set(limitedBy, (exposed.get(limitedBy) ?? 0) + transfer.exposedS * times);
  }
  const binding = [...exposed].sort(([a, x], [b, y]) => y - x || a.localeCompare(b))[0];
  const stored = storage(plan, step.stepTimeS);
  return {
    tiers: [...tiers, ...stored.tiers],
    by_dimension: [...byDimension].map(([dimension, { up, out }]) => ({
      dimension,
      scale_up_bytes: up,
      scale_out_bytes: out,
    })),
    east_west_bytes: tiers[1]?.bytes_per_step ?? 0,
    north_south_bytes: stored.bytesPerStep,
    ...(stored.checkpoint === undefined ? {} : { checkpoint: stored.checkpoint }),
    binding_tier: binding?.[0] ?? null,
  };
}

/** Time to write one checkpoint: the storage takes it, or the NICs of the job send it, the slower of the two. */
export function checkpointWriteS({ storage: to, cluster, workload }: Plan): number {
  if (to === undefined) return 0;
  const nicBytesPerS = (workload.gpus / cluster.gpusPerNode) * cluster.nicsPerNode * cluster.nic.bytesPerS;
  return checkpointBytes(workload) / Math.min(to.bytesPerS, nicBytesPerS);
}

/**
 * North-south traffic: a checkpoint an interval. Its stall is the share of time that it takes while training waits for it;
 * the goodput that the economics count with is stated apart and stays as it is.
 */
function storage(
  plan: Plan,
  stepTimeS: number,
): Pick<TrafficResult, 'tiers' | 'checkpoint'> & { readonly bytesPerStep: number } {
  const to = plan.storage;
  if (to === undefined) return { tiers: [], bytesPerStep: 0 };
  const bytes = checkpointBytes(plan.workload);
  const writeS = checkpointWriteS(plan);
  // A checkpoint that takes longer than its interval leaves as fast as it can be written, one after the other.
  const bytesPerStep = (bytes * stepTimeS) / Math.max(to.checkpointIntervalS, writeS);
  return {
    bytesPerStep,
    tiers: [
      {
        name: 'storage',
        bytes_per_step: bytesPerStep,
        by_dimension: bytes === 0 ? [] : [{ dimension: 'checkpoint', bytes: bytesPerStep }],
        utilization_fraction: Math.min(1, bytes / to.bytesPerS / to.checkpointIntervalS),
        active_utilization_fraction: writeS === 0 ? 1 : bytes / to.bytesPerS / writeS,
      },
    ],
    checkpoint: {
      size_bytes: bytes,
      write_s: writeS,
      interval_s: to.checkpointIntervalS,
      stall_fraction: writeS / (to.checkpointIntervalS + writeS),
    },
  };
}
