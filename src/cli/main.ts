import type { Writable } from 'node:stream';
import { unwritableFile } from '../diagnostics/messages/usage.ts';
import { renderText } from '../diagnostics/render/text.ts';
import { Exit, type ExitCode, worstExit } from '../report/exit.ts';
import { fileProblem } from './file-problem.ts';
import { nodeIo } from './node-io.ts';
import { run } from './run.ts';
import { threadArgument } from './thread-argument.ts';

/**
 * The program in a real process: a closed pipe is quiet, Ctrl-C ends with 130, and output that cannot be written (a full
 * disk) is said once and ends with 2, as for a file of `-o`.
 */
export async function main(process: NodeJS.Process): Promise<ExitCode> {
  if (process.argv[2] === threadArgument && (await (await import('./points/serve.ts')).serve())) return Exit.ok;
  const interrupt = new AbortController();
  let unwritten: Error | undefined;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    unwritten ??= error;
    interrupt.abort();
  });
  // Where talk cannot be written there is nobody to tell.
  process.stderr.on('error', () => undefined);
  process.once('SIGINT', () => interrupt.abort());
  const exitCode = await run(process.argv.slice(2), nodeIo(process, interrupt.signal));
  if (interrupt.signal.aborted) process.stdin.destroy();
  await Promise.all([left(process.stdout), left(process.stderr)]);
  if (unwritten === undefined) return exitCode;
  const diagnostic = unwritableFile('<stdout>', fileProblem(unwritten), 'see where the output is sent');
  await left(process.stderr, renderText([diagnostic]));
  return exitCode === Exit.interrupted ? Exit.badInput : worstExit([exitCode, Exit.badInput]);
}

/** Resolves once everything written has left the process, or has failed to. */
const left = (stream: Writable, text = ''): Promise<void> =>
  new Promise((resolve) => void stream.write(text, () => resolve()));
