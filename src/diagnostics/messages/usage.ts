import { create } from '../create.ts';
import { atPath, type Diagnostic, type Where } from '../diagnostic.ts';
import { alternatives, plural, quote } from '../printable.ts';
import { didYouMean } from '../suggest.ts';

const nowhere = atPath('');

/** FP401. `message` in our words; `help` defaults to the way to the help page. */
export const badUsage = (message: string, help = 'see: fabricplan --help'): Diagnostic =>
  create('FP401', nowhere, { message, help });

/** FP402. `where`: its place in a policy file. */
export const unknownField = (field: string, known: readonly string[], where: Where = nowhere): Diagnostic =>
  create('FP402', where, {
    message: `unknown result field ${quote(field)}`,
    help: didYouMean(field, known, 2) ?? 'list them with: fabricplan schema result',
  });

/** FP403. */
export const unwritableFile = (
  file: string,
  reason: string,
  help: string | undefined = 'check the folder and the permissions',
): Diagnostic =>
  create('FP403', nowhere, {
    message: `cannot write ${quote(file)}: ${reason}`,
    help,
  });

/** FP404. */
export const unknownFormat = (format: string, known: readonly string[]): Diagnostic =>
  create('FP404', nowhere, {
    message: `unknown format ${quote(format)}`,
    help: didYouMean(format, known) ?? `use ${alternatives(known)}`,
  });

/** FP405. */
export const nothingToExplain = (topic: string, known: readonly string[]): Diagnostic =>
  create('FP405', nowhere, {
    message: `nothing to explain about ${quote(topic)}`,
    help: didYouMean(topic, known, 2) ?? 'give a code such as FP102, or a field such as training.mfu',
  });

/** FP406. `paths` are the spec keys that were left to defaults. */
export const assumptionsRefused = (paths: readonly string[]): Diagnostic =>
  create('FP406', nowhere, {
    message: `${plural(paths.length, 'value')} assumed, and --strict-assumptions allows none`,
    help: `set ${alternatives(paths).replace(/ or ([^ ]*)$/, ' and $1')}`,
  });

/** FP407. `text` is the gate as it was written. */
export const badGate = (
  where: Where,
  text: string,
  reason: string,
  help = "write '<field> <op> <value>', as in 'training.step_time_s <= +5%'",
): Diagnostic => create('FP407', where, { message: `the gate ${quote(text)} ${reason}`, help });
