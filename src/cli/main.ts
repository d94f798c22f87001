import type { ExitCode } from '../report/exit.ts';
import { nodeIo } from './node-io.ts';
import { run } from './run.ts';

/** The program in a real process: a closed pipe is quiet, Ctrl-C ends with 130. */
export async function main(process: NodeJS.Process): Promise<ExitCode> {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  const exitCode = await run(process.argv.slice(2), nodeIo(process, interrupt.signal));
  if (interrupt.signal.aborted) process.stdin.destroy();
  return exitCode;
}
