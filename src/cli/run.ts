import { Exit, type ExitCode, worstExit } from '../report/exit.ts';
import { type ColorFlag, colorFlags, painter } from './color.ts';
import type { Context } from './command.ts';
import type { Io, PendingFile } from './io.ts';
import { registry } from './registry.ts';
import { say } from './say.ts';
import { UsageError } from './usage-error.ts';
import { version } from './version.ts';

/**
 * Runs one command. Known mistakes become one message and their exit code; anything else is a bug of ours and shows its
 * stack. Never ends the process: the caller sets the exit code and lets the streams drain.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const pending: PendingFile[] = [];
  try {
    return await Promise.race([dispatch(argv, io, pending), interruption(io.signal)]);
  } catch (error) {
    return failed(error, argv, io);
  } finally {
    await Promise.allSettled(pending.map((file) => file.discard()));
  }
}

async function dispatch(argv: readonly string[], io: Io, pending: PendingFile[]): Promise<ExitCode> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    io.stdout.write(`${version}\n`);
    return Exit.ok;
  }
  const { parse } = await import('./program.ts');
  const parsed = parse(argv, registry, io);
  if (parsed.kind === 'done') return parsed.exitCode;
  const { command } = await parsed.spec.load();
  const flag = colorFlagOf(argv);
  const context: Context = {
    io,
    paint: { stdout: painter(flag, io.env, io.stdout.isTTY), stderr: painter(flag, io.env, io.stderr.isTTY) },
    pending,
  };
  const exitCode = await command(parsed.invocation, context);
  return io.signal.aborted ? worstExit([exitCode, Exit.interrupted]) : exitCode;
}

/** The last `--color` wins; a wrong word was refused by the parser. */
function colorFlagOf(argv: readonly string[]): ColorFlag {
  const words = argv.flatMap((arg, index) =>
    arg === '--color' ? [argv[index + 1]] : arg.startsWith('--color=') ? [arg.slice('--color='.length)] : [],
  );
  return colorFlags.find((flag) => flag === words.at(-1)) ?? 'auto';
}

/** How long an interrupted command may take to let go of what it has, ms. */
const GRACE_MS = 500;

/** Ends a command that does not look at the signal: one that waits for standard input. */
const interruption = (signal: AbortSignal): Promise<ExitCode> =>
  new Promise((resolve) => {
    const end = (): void => void setTimeout(() => resolve(Exit.interrupted), GRACE_MS);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });

function failed(error: unknown, argv: readonly string[], io: Io): ExitCode {
  if (error instanceof UsageError) {
    say([error.diagnostic], io, painter(colorFlagOf(argv), io.env, io.stderr.isTTY));
    return Exit.badInput;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.stderr.write(
    `${stack}\n\nThis is a bug in fabricplan ${version}. Please report it with the spec and these lines.\n`,
  );
  return Exit.internal;
}
