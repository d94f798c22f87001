import type { Fabric } from '../fabric/types.ts';
import type { Plan } from '../spec/plan.ts';
import { J_PER_KWH } from '../units/constants.ts';
import { dataMovement, type Movement, movementTotalJ } from './data-movement.ts';
import { combine, type Figure, figureOf } from './figure.ts';
import type { Power } from './power.ts';
import type { StepActivity } from './types.ts';

export interface Energy {
  /** Facility energy of the job's share of the cluster for one step, cooling included. */
  readonly perStepJ: Figure;
  readonly dataMovementJ: Figure;
  /** The rest: GPUs, servers, cooling. */
  readonly computeJ: Figure;
  readonly perTokenJ: Figure;
  /** Location-based, annual average grid intensity. */
  readonly carbonKgPerStep: Figure;
  readonly carbonKgPerMillionTokens: Figure;
  readonly movements: readonly Movement[];
}

const gramsPerKg = 1000;
const tokensPerMillion = 1e6;

/** Mass of carbon dioxide of an energy from the plan's grid, kg: location-based, annual average. */
export const carbonKg = (plan: Plan, kwh: number): number => (kwh * plan.power.carbonGPerKwh) / gramsPerKg;

/** Energy and carbon of one step: facility power x step time x share of the cluster's GPUs in the job. */
export function energy(plan: Plan, fabric: Fabric, activity: StepActivity, power: Power): Energy {
  const jobShare = plan.workload.gpus / plan.cluster.gpus;
  const stepTimeS = figureOf(activity.stepTimeS, 'the step could not be timed');
  const perStepJ = combine([power.facilityW, stepTimeS], (watts, seconds) => watts * seconds * jobShare);
  const carbonKgPerStep = combine([perStepJ], (joules) => carbonKg(plan, joules / J_PER_KWH));
  const movements = dataMovement(plan, fabric, activity);
  const dataMovementJ = movementTotalJ(movements);
  return {
    perStepJ,
    dataMovementJ,
    computeJ: combine([perStepJ, dataMovementJ], (all, moved) => Math.max(0, all - moved)),
    perTokenJ: combine([perStepJ], (joules) => joules / activity.tokensPerStep),
    carbonKgPerStep,
    carbonKgPerMillionTokens: combine([carbonKgPerStep], (kg) => (kg / activity.tokensPerStep) * tokensPerMillion),
    movements,
  };
}
