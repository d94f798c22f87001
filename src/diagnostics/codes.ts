import { CONSISTENCY_CODES } from './codes/consistency.ts';
import { FEASIBILITY_CODES } from './codes/feasibility.ts';
import { GATE_CODES } from './codes/gates.ts';
import { NOTE_CODES } from './codes/notes.ts';
import { SCHEMA_CODES } from './codes/schema.ts';
import { TEXT_CODES } from './codes/text.ts';
import { USAGE_CODES } from './codes/usage.ts';
import type { Severity } from './severity.ts';

/** What `fabricplan explain FPnnn` prints. */
export interface CodeInfo {
  readonly title: string;
  readonly severity: Severity;
  /** Why the tool refuses or remarks. */
  readonly cause: string;
  /** Lines of a spec (or a command, starting with `$`) that bring it about, laid over the minimal spec. */
  readonly example: string;
  readonly fix: string;
}

/**
 * Every diagnostic code. The number says the kind and is stable: FP10x the spec's keys and values, FP11x-12x its text and
 * files, FP2xx values that contradict each other, FP3xx plans that cannot run (exit 3), FP4xx usage, FP5xx gates, FP9xx
 * remarks.
 */
export const CODES = {
  ...SCHEMA_CODES,
  ...TEXT_CODES,
  ...CONSISTENCY_CODES,
  ...FEASIBILITY_CODES,
  ...USAGE_CODES,
  ...GATE_CODES,
  ...NOTE_CODES,
} as const satisfies Readonly<Record<`FP${number}`, CodeInfo>>;

export type DiagnosticCode = keyof typeof CODES;

export const isDiagnosticCode = (text: string): text is DiagnosticCode => Object.hasOwn(CODES, text);
