import type { Plan } from '../spec/plan.ts';
import type { Figure } from './figure.ts';
import type { Power } from './power.ts';

/**
 * Rated draw that colocation and electricity are charged on, W: all IT equipment. A lump price of the network goes with
 * a planning figure of the server that covers the network's draw too (published total costs are stated so): then the
 * servers alone.
 */
export const hostedW = (plan: Plan, draw: Pick<Power, 'provisionedW' | 'ratedServersW'>): Figure =>
  plan.economics.networkUsdPerServer === null ? draw.provisionedW : draw.ratedServersW;
