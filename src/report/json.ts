import type { Reporter } from './reporter.ts';
import { exitOf } from './verdict-exit.ts';

/** JSON with two spaces and a final newline; the key order is the order of the result. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const report: Reporter = (result) => ({ output: jsonText(result), exitCode: exitOf(result) });
