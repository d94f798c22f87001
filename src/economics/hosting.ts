import type { Plan } from '../spec/plan.ts';
import { combine, type Figure, known } from './figure.ts';
import type { Power } from './power.ts';

/** What the host provides and bills. */
export interface Hosting {
  /** Rated draw that colocation is charged on, W. */
  readonly ratedW: Figure;
  /** Share of it that is drawn on average, before PUE: what electricity is charged on. */
  readonly utilization: Figure;
}

/**
 * The host provides for the rating of all IT equipment, the network included, however it is paid for. The cluster draws
 * what the spec states of the rating, else what its equipment draws while the job runs: then the facility draws the same
 * in the bill as in the step.
 */
export function hosting(plan: Plan, { provisionedW, itW }: Pick<Power, 'provisionedW' | 'itW'>): Hosting {
  const { powerUtilizationFraction: stated } = plan.economics;
  const utilization = stated === null ? combine([itW, provisionedW], (drawn, rated) => drawn / rated) : known(stated);
  return { ratedW: provisionedW, utilization };
}
