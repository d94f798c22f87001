import type { Plan } from '../spec/plan.ts';
import { HOURS_PER_YEAR, SECONDS_PER_HOUR } from '../units/constants.ts';
import { combine, type Figure, figureOf } from './figure.ts';
import type { Tco } from './tco.ts';
import type { StepActivity } from './types.ts';

export interface UnitEconomics {
  readonly usd_per_step: Figure;
  readonly usd_per_million_tokens: Figure;
  readonly run_usd: Figure;
  readonly idle_usd_per_hour: Figure;
  readonly network_idle_usd_per_hour: Figure;
  readonly usd_per_microsecond_year: Figure;
}

export const untimed = 'the step could not be timed';

export const stepsInRun = (activity: StepActivity): Figure =>
  figureOf(activity.stepsInRun, 'the length of the run is not given; set workload.tokens');

/** The step on another network. */
export function otherStep(
  { stepTimeS, betterNetwork }: StepActivity,
  which: keyof NonNullable<StepActivity['betterNetwork']>,
): Figure {
  return figureOf(
    betterNetwork?.[which],
    stepTimeS === null ? untimed : 'the step on other networks was not asked for',
  );
}

/** Yearly cost of the job's GPUs. */
export const jobUsdPerYear = (plan: Plan, tco: Tco): Figure =>
  combine([tco.usdPerGpuHour], (usd) => usd * plan.workload.gpus * HOURS_PER_YEAR);

const tokensPerMillion = 1e6;

/**
 * What the job pays, from the cost of an owned GPU-hour.
 *
 * A step carries the hours in which the cluster has no work (`utilizationFraction`); tokens and the run carry besides
 * the steps that a failure throws away (`goodputFraction`):
 *
 *     usd_per_step = usd_per_gpu_hour x GPUs x step_time / 3600 / utilization
 *     usd_per_million_tokens = usd_per_step / tokens x 10^6 / goodput ;  run_usd = usd_per_step x steps / goodput
 *     idle_usd_per_hour = usd_per_gpu_hour x GPUs x idle share, per hour of the job
 *     usd_per_microsecond_year = yearly cost of the job's GPUs x (step with 1 us more a message - step) / step
 */
export function unitEconomics(plan: Plan, tco: Tco, activity: StepActivity): UnitEconomics {
  const { utilizationFraction, goodputFraction } = plan.economics;
  const stepTimeS = figureOf(activity.stepTimeS, untimed);
  const jobUsdPerHour = combine([tco.usdPerGpuHour], (usd) => usd * plan.workload.gpus);
  const perStep = combine(
    [jobUsdPerHour, stepTimeS],
    (usd, seconds) => (usd * seconds) / SECONDS_PER_HOUR / utilizationFraction,
  );
  const lost = (part: number | null): Figure =>
    combine([jobUsdPerHour, figureOf(part, untimed)], (usd, fraction) => usd * fraction);
  return {
    usd_per_step: perStep,
    usd_per_million_tokens: combine(
      [perStep],
      (usd) => ((usd / activity.tokensPerStep) * tokensPerMillion) / goodputFraction,
    ),
    run_usd: combine([perStep, stepsInRun(activity)], (usd, count) => (usd * count) / goodputFraction),
    idle_usd_per_hour: lost(activity.idleFraction),
    network_idle_usd_per_hour: lost(activity.networkIdleFraction),
    usd_per_microsecond_year: combine(
      [jobUsdPerYear(plan, tco), stepTimeS, otherStep(activity, 'slowerByMicrosecondStepTimeS')],
      (usd, seconds, slower) => usd * Math.max(0, slower / seconds - 1),
    ),
  };
}

/**
 * What the lost time of every step costs in a year by cause, USD: yearly cost of the job's GPUs x lost time / step
 * time.
 */
export function lostPerYear(
  plan: Plan,
  tco: Tco,
  lostS: Readonly<Record<string, number>>,
  activity: StepActivity,
): Readonly<Record<string, Figure>> {
  const stepTimeS = figureOf(activity.stepTimeS, untimed);
  return Object.fromEntries(
    Object.entries(lostS).map(([cause, seconds]) => [
      cause,
      combine([jobUsdPerYear(plan, tco), stepTimeS], (usd, step) => (usd * seconds) / step),
    ]),
  );
}
