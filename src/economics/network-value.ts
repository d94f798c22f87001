import type { Plan } from '../spec/plan.ts';
import { MONTHS_PER_YEAR } from '../units/constants.ts';
import { combine, type Figure, figureOf, known, unknown } from './figure.ts';
import { capitalUsdPerMonth } from './financing.ts';
import type { Tco } from './tco.ts';
import type { StepActivity } from './types.ts';
import { jobUsdPerYear, otherStep, untimed } from './unit-economics.ts';

export interface NetworkValue {
  /** Yearly cost of the time that the network costs: the most that a perfect network is worth. */
  readonly perfect_network_usd_per_year: Figure;
  /** Extra capital per GPU of the job at which a perfect network pays for itself over the amortisation. */
  readonly break_even_usd_per_gpu: Figure;
  /** Worth of one more Gb/s per GPU, at the margin. */
  readonly usd_per_gbit_per_s_year: Figure;
  /** The same of NICs twice as fast on a fabric twice as fast, per NIC of the job. */
  readonly double_rate_usd_per_year: Figure;
  readonly double_rate_break_even_usd_per_nic: Figure;
  /** The same of a fabric as flat as one switch and nowhere slower than the NICs. */
  readonly flat_fabric_usd_per_year: Figure;
  readonly flat_fabric_break_even_usd_per_gpu: Figure;
  /** The steps that they are worked out from. */
  readonly double_rate_step_time_s: Figure;
  readonly flat_fabric_step_time_s: Figure;
  readonly microsecond_slower_step_time_s: Figure;
}

const bytesPerGbit = 1e9 / 8;

/**
 * What a better network is worth to the job. With yearly cost C of its GPUs, step T and step T' on the better network,
 * the same steps cost C T'/T, so the better network saves C (1 - T'/T); it breaks even at the capital whose yearly cost
 * is that. One more Gb/s per GPU changes the step by elasticity / rate.
 */
export function networkValue(
  plan: Plan,
  tco: Tco,
  activity: StepActivity,
): Readonly<NetworkValue & Record<string, Figure>> {
  const { cluster, economics, workload } = plan;
  const perYear = jobUsdPerYear(plan, tco);
  const step = figureOf(activity.stepTimeS, untimed);
  const worth = (better: Figure): Figure =>
    combine([perYear, step, better], (usd, now, then) => usd * Math.max(0, 1 - then / now));
  const yearlyPerDollar =
    economics.rentUsdPerGpuHour === null
      ? known(capitalUsdPerMonth(1, economics) * MONTHS_PER_YEAR)
      : unknown('the cluster is rented');
  const breakEven = (saved: Figure, among: number): Figure =>
    combine([saved, yearlyPerDollar], (usd, perDollar) => usd / perDollar / among);
  const perfect = worth(otherStep(activity, 'infiniteNetworkStepTimeS'));
  const doubled = worth(otherStep(activity, 'doubleRateStepTimeS'));
  const flat = worth(otherStep(activity, 'flatFabricStepTimeS'));
  const nicsPerGpu = cluster.nicsPerNode / cluster.gpusPerNode;
  const gbitPerGpu = (cluster.nic.bytesPerS * nicsPerGpu) / bytesPerGbit;
  return {
    perfect_network_usd_per_year: perfect,
    break_even_usd_per_gpu: breakEven(perfect, workload.gpus),
    usd_per_gbit_per_s_year: combine(
      [perYear, otherStep(activity, 'nicBandwidthElasticity')],
      (usd, slope) => (usd * Math.max(0, -slope)) / gbitPerGpu,
    ),
    double_rate_usd_per_year: doubled,
    double_rate_break_even_usd_per_nic: breakEven(doubled, workload.gpus * nicsPerGpu),
    flat_fabric_usd_per_year: flat,
    flat_fabric_break_even_usd_per_gpu: breakEven(flat, workload.gpus),
    double_rate_step_time_s: otherStep(activity, 'doubleRateStepTimeS'),
    flat_fabric_step_time_s: otherStep(activity, 'flatFabricStepTimeS'),
    microsecond_slower_step_time_s: otherStep(activity, 'slowerByMicrosecondStepTimeS'),
  };
}
