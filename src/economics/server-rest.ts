import type { ClusterPlan, Plan } from '../spec/plan.ts';
import { constant } from './constants.ts';
import { combine, type Figure, figureOf, known, unpublishedPower } from './figure.ts';
import { nicCount, serverCount } from './servers.ts';

/**
 * The rest of all servers, W: processors, memory, fans, scale-up switches and power supplies, without GPUs and
 * scale-out NICs, at rated draw. From the server's rating where it is published, else a constant per GPU.
 */
export function restRatedW(plan: Plan): Figure {
  const { cluster } = plan;
  const rating = cluster.server?.ratedPowerW ?? null;
  if (rating !== null) return withoutGpusAndNics(cluster, rating, known(1));
  return combine([constant(plan, 'server_rest_w_per_gpu')], (watts) => watts * cluster.gpus);
}

/**
 * The rest of all servers under training, W: from the measured draw of the server where it is published, with its GPUs
 * at the share of their rating that they draw in training; else the measured share of the rated rest. Measured: 8 x
 * H100 node, 8.4 kW at most of 10.2 kW rated (Latif et al.).
 */
export function restRunningW(plan: Plan): Figure {
  const { cluster } = plan;
  const measured = cluster.server?.trainingPowerW ?? null;
  if (measured !== null) return withoutGpusAndNics(cluster, measured, constant(plan, 'gpu_training_power_fraction'));
  return combine([restRatedW(plan), constant(plan, 'server_rest_load_fraction')], (watts, load) => watts * load);
}

/** Servers at `serverW` each, less their GPUs at a share of their rating, less the cluster's NICs. */
function withoutGpusAndNics(cluster: ClusterPlan, serverW: number, gpuShare: Figure): Figure {
  const { server, gpu, nic } = cluster;
  const servers = serverCount(cluster);
  const gpus = servers * (server?.gpusPerServer ?? 0);
  return combine(
    [figureOf(gpu.powerW, unpublishedPower(gpu)), figureOf(nic.powerW, unpublishedPower(nic)), gpuShare],
    (gpuW, nicW, part) => Math.max(0, servers * serverW - gpus * gpuW * part - nicCount(cluster) * nicW),
  );
}
