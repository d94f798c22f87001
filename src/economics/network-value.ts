import type { Plan } from '../spec/plan.ts';
import { MONTHS_PER_YEAR } from '../units/constants.ts';
import { combine, type Figure, figureOf, known, unknown } from './figure.ts';
import { capitalUsdPerMonth } from './financing.ts';
import type { Tco } from './tco.ts';
import type { StepActivity } from './types.ts';
import { jobUsdPerYear, untimed } from './unit-economics.ts';

export interface NetworkValue {
  /** Yearly cost of the time that the network costs: the most that a perfect network is worth. */
  readonly perfect_network_usd_per_year: Figure;
  /** Extra capital per GPU of the job at which a perfect network pays for itself over the amortisation. */
  readonly break_even_usd_per_gpu: Figure;
  /** Worth of one more Gb/s per GPU, at the margin. */
  readonly usd_per_gbit_per_s_year: Figure;
}

const bytesPerGbit = 1e9 / 8;

/**
 * What a better network is worth to the job. With yearly cost C of its GPUs, step T and step T' on the better network,
 * the same steps cost C T'/T, so the better network saves C (1 - T'/T). One more Gb/s per GPU changes the step by
 * elasticity / rate.
 */
export function networkValue(
  plan: Plan,
  tco: Tco,
  activity: StepActivity,
): Readonly<NetworkValue & Record<string, Figure>> {
  const { cluster, economics } = plan;
  const perYear = jobUsdPerYear(plan, tco);
  const step = figureOf(activity.stepTimeS, untimed);
  const ideal = figureOf(activity.betterNetwork?.infiniteNetworkStepTimeS, untimed);
  const elasticity = figureOf(activity.betterNetwork?.nicBandwidthElasticity, untimed);
  const perfect = combine([perYear, step, ideal], (usd, now, better) => usd * Math.max(0, 1 - better / now));
  const gbitPerGpu = (cluster.nic.bytesPerS * cluster.nicsPerNode) / cluster.gpusPerNode / bytesPerGbit;
  const rented = economics.rentUsdPerGpuHour !== null;
  return {
    perfect_network_usd_per_year: perfect,
    break_even_usd_per_gpu: combine(
      [perfect, rented ? unknown('the cluster is rented') : known(capitalUsdPerMonth(1, economics) * MONTHS_PER_YEAR)],
      (usd, yearlyPerDollar) => usd / yearlyPerDollar / plan.workload.gpus,
    ),
    usd_per_gbit_per_s_year: combine([perYear, elasticity], (usd, slope) => (usd * Math.max(0, -slope)) / gbitPerGpu),
  };
}
