import type { DiagnosticCode } from './codes.ts';
import type { Severity } from './severity.ts';

/** A stretch of one line of a file. */
export interface At {
  /** As the user named it; `<stdin>` for standard input, `--set` for an override. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units, as editors and SARIF count. */
  readonly column: number;
  /** In UTF-16 units, at least 1, within the line. */
  readonly length: number;
  /** The whole line without its line break. */
  readonly sourceLine: string;
}

/** Whether a place is inside an argument of the command line (`--set`) and not on a line of a file. */
export const isArgument = ({ file }: At): boolean => file.startsWith('--');

/** One finding as a plain value: what is wrong, where, and what to do. Text is made of it by the renderers. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** Dotted spec path (`gpus.type`, `topology.oversubscription[1]`); empty for the whole file. */
  readonly path: string;
  /** One line without a full stop; starts in lower case. */
  readonly message: string;
  /** Stands beside the caret: what the value is or should have been. */
  readonly label?: string;
  /** What to do next. */
  readonly help?: string;
  readonly at?: At;
}

/** Where a finding sits: its spec path and, when it came from a text, its place. */
export interface Where {
  readonly path: string;
  readonly at?: At | undefined;
}

/** A place that is known by its path only. */
export const atPath = (path: string): Where => ({ path });

/** Dotted form of a path of keys and indexes. */
export function dottedPath(path: readonly (string | number)[]): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`)).join('');
}

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some(({ severity }) => severity === 'error');
