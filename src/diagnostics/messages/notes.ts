import { create } from '../create.ts';
import type { Diagnostic, Where } from '../diagnostic.ts';
import { printable } from '../printable.ts';

/** FP901. `because` completes: "without pipeline parallelism". */
export const noEffect = (where: Where, because: string, help = 'remove it'): Diagnostic =>
  create('FP901', where, { message: `${where.path} has no effect ${because}`, help });

/** FP902. `what`: "price of server mi300x-8". */
export const unknownValue = (where: Where, what: string, help?: string): Diagnostic =>
  create('FP902', where, { message: `the ${what} is unknown, so totals with it are unknown`, help });

/** FP903. `what`: "8,388,608 GPUs"; `range`: "4 to 16,384 GPUs". */
export const outsideMeasured = (where: Where, what: string, range: string): Diagnostic =>
  create('FP903', where, { message: `${what} lies outside the measured range (${range})` });

const NAMED = 4;

/** FP904. `curves`: "all-reduce on 512 ranks". */
export function calibratedFrom(where: Where, curves: readonly string[]): Diagnostic {
  const more = curves.length > NAMED ? ` and ${curves.length - NAMED} more` : '';
  return create('FP904', where, { message: `measured: ${curves.slice(0, NAMED).join(', ')}${more}` });
}

/** FP904. `what`: "all-gather on 64 ranks"; `how`: "carried over from all-gather on 512 ranks". */
export const notMeasured = (where: Where, what: string, how: string): Diagnostic =>
  create('FP904', where, { message: `${what}: ${how}` });

/** FP906. `server`: its id. */
export const partServers = (where: Where, server: string, holds: number, used: number, servers: number): Diagnostic =>
  create('FP906', where, {
    message: `${used} of the ${holds} GPUs of each ${server} ${used === 1 ? 'is' : 'are'} used: ${
      servers === 1 ? '1 whole server is' : `${servers} whole servers are`
    } bought and powered`,
    help: 'raise gpus.per_node, or describe the smaller server in a catalog of your own (catalog:) and name it in gpus.server',
  });

/** FP905. `log` as the user named it. */
export const doubtfulLog = (log: string, message: string): Diagnostic =>
  create('FP905', { path: '' }, { message: `${printable(log)}: ${message}` });
