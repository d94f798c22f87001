import type { Plan } from '../spec/plan.ts';
import { serverCount } from '../spec/server-use.ts';
import { constant } from './constants.ts';
import { combine, type Figure, figureOf, known } from './figure.ts';
import { installedGpus } from './servers.ts';

/**
 * The rest of all servers, W: processors, memory, fans, scale-up switches and power supplies, without GPUs and
 * scale-out NICs, at rated draw. From the server's rating where it is published, else a constant per GPU. A rating that
 * covers the network loses `networkW`, the ratings of all switches and media.
 */
export function restRatedW(plan: Plan, networkW: Figure): Figure {
  const { server } = plan.cluster;
  const rating = server?.ratedPowerW ?? null;
  if (rating !== null) {
    const rest = withoutGpusAndNics(plan, rating, known(1));
    return server?.ratedPowerCoversNetwork === true
      ? combine([rest, networkW], (watts, network) => Math.max(0, watts - network))
      : rest;
  }
  return combine([constant(plan, 'server_rest_w_per_gpu')], (watts) => watts * installedGpus(plan.cluster));
}

/**
 * The rest of all servers under training, W: from the measured draw of the server where it is published, with its GPUs
 * at the share of their rating that they draw in training; else the measured share of the rated rest. Measured: 8 x
 * H100 node, 8.4 kW at most of 10.2 kW rated (Latif et al.).
 */
export function restRunningW(plan: Plan, networkW: Figure): Figure {
  const measured = plan.cluster.server?.trainingPowerW ?? null;
  if (measured !== null) return withoutGpusAndNics(plan, measured, constant(plan, 'gpu_training_power_fraction'));
  return combine(
    [restRatedW(plan, networkW), constant(plan, 'server_rest_load_fraction')],
    (watts, load) => watts * load,
  );
}

/**
 * Servers at `serverW` each, less the GPUs and NICs that this power was published with. Other GPUs and NICs in them
 * leave the rest as it is.
 */
function withoutGpusAndNics({ cluster }: Plan, serverW: number, gpuShare: Figure): Figure {
  const { server, ratedWith } = cluster;
  const unpublished = (what: string): string => `nobody published the power of the ${what} of ${server?.name}`;
  return combine(
    [figureOf(ratedWith?.gpuW, unpublished('GPUs')), figureOf(ratedWith?.nicsW, unpublished('NICs')), gpuShare],
    (gpuW, nicsW, part) =>
      serverCount(cluster) * Math.max(0, serverW - (server?.gpusPerServer ?? 0) * gpuW * part - nicsW),
  );
}
