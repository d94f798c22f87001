import type { ChalkInstance } from 'chalk';
import type { Result } from '../result/schema.ts';
import type { ExitCode } from './exit.ts';

export type Painter = ChalkInstance;

export interface ReportOptions {
  readonly paint: Painter;
  /** Show what is hidden for being zero or small. */
  readonly all: boolean;
  /** Where a spec path was set (`cluster.yaml:21`), if the spec is at hand. */
  readonly locate?: (specPath: string) => string | null;
}

export interface Report {
  /** Ends in a newline. */
  readonly output: string;
  readonly exitCode: ExitCode;
}

/** Every output format: a pure function of the result. */
export type Reporter = (result: Result, options: ReportOptions) => Report;
