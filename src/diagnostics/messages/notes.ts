import { create } from '../create.ts';
import type { Diagnostic, Where } from '../diagnostic.ts';

/** FP901. `because` completes: "without pipeline parallelism". */
export const noEffect = (where: Where, because: string): Diagnostic =>
  create('FP901', where, { message: `${where.path} has no effect ${because}`, help: 'remove it' });

/** FP902. `what`: "price of server dgx-h100". */
export const unknownValue = (where: Where, what: string, help?: string): Diagnostic =>
  create('FP902', where, { message: `the ${what} is unknown, so totals with it are unknown`, help });

/** FP903. `what`: "8,388,608 GPUs"; `range`: "4 to 16,384 GPUs". */
export const outsideMeasured = (where: Where, what: string, range: string): Diagnostic =>
  create('FP903', where, { message: `${what} lies outside the measured range (${range})` });
