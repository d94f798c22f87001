import type { Fabric } from '../fabric/types.ts';
import type { Plan } from '../spec/plan.ts';
import { J_PER_KWH } from '../units/constants.ts';
import { dataMovement, type Movement, movementTotalJ, SCALE_UP } from './data-movement.ts';
import { combine, type Figure, figureOf, total } from './figure.ts';
import type { Power } from './power.ts';
import type { StepActivity } from './types.ts';
import { stepsInRun } from './unit-economics.ts';

export interface Energy {
  /** Facility energy of the job's share of the cluster for one step, cooling included. */
  readonly perStepJ: Figure;
  readonly dataMovementJ: Figure;
  /** The rest: GPUs, servers, the network while it moves nothing, cooling. */
  readonly computeJ: Figure;
  /** Part of the rest: what NICs, switches and modules draw beside moving bytes. */
  readonly networkStandbyJ: Figure;
  /** Of a token that stays: steps that a failure throws away are in it. */
  readonly perTokenJ: Figure;
  /** Location-based, annual average grid intensity. */
  readonly carbonKgPerStep: Figure;
  readonly carbonKgPerMillionTokens: Figure;
  readonly runJ: Figure;
  readonly runCarbonKg: Figure;
  readonly movements: readonly Movement[];
}

const gramsPerKg = 1000;
const tokensPerMillion = 1e6;

/** Mass of carbon dioxide of an energy from the plan's grid, kg: location-based, annual average. */
export const carbonKg = (plan: Plan, kwh: number): number => (kwh * plan.power.carbonGPerKwh) / gramsPerKg;

/**
 * Energy and carbon of one step: facility power x step time x share of the cluster's GPUs in the job. A token and the run
 * carry besides the steps that a failure throws away (`goodputFraction`), as their cost does.
 */
export function energy(plan: Plan, fabric: Fabric, activity: StepActivity, power: Power): Energy {
  const jobShare = plan.workload.gpus / plan.cluster.gpus;
  const stepTimeS = figureOf(activity.stepTimeS, 'the step could not be timed');
  const perStepJ = combine([power.facilityW, stepTimeS], (watts, seconds) => watts * seconds * jobShare);
  const { goodputFraction } = plan.economics;
  const perTokenJ = combine([perStepJ], (joules) => joules / activity.tokensPerStep / goodputFraction);
  const runJ = combine([perStepJ, stepsInRun(activity)], (joules, steps) => (joules * steps) / goodputFraction);
  const carbonOf = (energyJ: Figure): Figure => combine([energyJ], (joules) => carbonKg(plan, joules / J_PER_KWH));
  const carbonKgPerStep = carbonOf(perStepJ);
  const movements = dataMovement(plan, fabric, activity);
  const dataMovementJ = movementTotalJ(movements);
  return {
    perStepJ,
    dataMovementJ,
    computeJ: combine([perStepJ, dataMovementJ], (all, moved) => Math.max(0, all - moved)),
    networkStandbyJ: combine(
      [power.networkW, stepTimeS, total(movements.filter(({ name }) => name !== SCALE_UP).map((part) => part.energyJ))],
      (watts, seconds, moved) => Math.max(0, watts * seconds * jobShare - moved),
    ),
    perTokenJ,
    carbonKgPerStep,
    carbonKgPerMillionTokens: combine([carbonOf(perTokenJ)], (kg) => kg * tokensPerMillion),
    runJ,
    runCarbonKg: carbonOf(runJ),
    movements,
  };
}
