import type { Comparison } from '../../planning/compare/compare.ts';
import type { GateOutcome } from '../../planning/gates/judge.ts';
import type { Result } from '../../result/schema.ts';
import { Exit, type ExitCode, worstExit } from '../exit.ts';
import type { Painter } from '../reporter.ts';
import { exitOf } from '../verdict-exit.ts';

/** One design held against the base. */
export interface ComparedDesign {
  /** The file it came from. */
  readonly source: string;
  readonly result: Result;
  readonly comparison: Comparison;
  /** Failures first. */
  readonly gates: readonly GateOutcome[];
}

export interface ComparisonReport {
  readonly base: { readonly source: string; readonly result: Result };
  readonly designs: readonly ComparedDesign[];
  readonly toolVersion: string;
}

export interface ComparisonOptions {
  readonly paint: Painter;
  readonly all: boolean;
}

export type ComparisonReporter = (report: ComparisonReport, options: ComparisonOptions) => string;

/** 1 when a gate of level error failed, 3 when a candidate cannot run; the precedence of the exit table decides. */
export function comparisonExit({ designs }: ComparisonReport): ExitCode {
  const failed = designs.some(({ gates }) => gates.some(({ passed, gate }) => !passed && gate.level === 'error'));
  return worstExit([failed ? Exit.gateFailed : Exit.ok, ...designs.map(({ result }) => exitOf(result))]);
}
