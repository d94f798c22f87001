import type { ExitCode } from '../report/exit.ts';
import type { Painter } from '../report/reporter.ts';
import type { Io, PendingFile } from './io.ts';
import type { OptionName, OptionValues } from './options.ts';

export interface Context {
  readonly io: Io;
  /** One painter per stream: stdout may be a file while stderr is a terminal. */
  readonly paint: { readonly stdout: Painter; readonly stderr: Painter };
  /** Files that must vanish if the command does not finish. */
  readonly pending: PendingFile[];
}

export interface Invocation {
  readonly args: readonly string[];
  readonly options: OptionValues;
}

export type Command = (invocation: Invocation, context: Context) => Promise<ExitCode>;

/** What the command line knows of a command before its code is loaded. */
export interface CommandSpec {
  readonly name: string;
  /** Arguments as commander writes them: `<spec>`, `[id]`. */
  readonly args: readonly string[];
  readonly summary: string;
  readonly options: readonly OptionName[];
  /** Choices of `--format`, the default first. */
  readonly formats?: readonly string[];
  readonly examples: readonly string[];
  readonly load: () => Promise<{ readonly command: Command }>;
}
