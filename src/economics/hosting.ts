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
 * The host provides for the rating of all IT equipment. A lump price of the network goes with a planning figure of the
 * server that covers the network's draw too (published total costs are stated so): then for the servers alone. The
 * cluster draws what the spec states of the rating, else what its equipment draws while the job runs: then the facility
 * draws the same in the bill as in the step.
 */
export function hosting(plan: Plan, draw: Pick<Power, 'provisionedW' | 'ratedServersW' | 'itW'>): Hosting {
  const { networkUsdPerServer, powerUtilizationFraction: stated } = plan.economics;
  const ratedW = networkUsdPerServer === null ? draw.provisionedW : draw.ratedServersW;
  const utilization = stated === null ? combine([draw.itW, ratedW], (drawn, rated) => drawn / rated) : known(stated);
  return { ratedW, utilization };
}
