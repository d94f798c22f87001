import { realpathSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Thread, Threads } from './io.ts';
import { threadArgument } from './thread-argument.ts';

/** Threads that run the same program as this process. @param entry what this process runs */
export const threadsOf = (entry: string): Threads => ({
  most: availableParallelism(),
  start: (job) => startThread(entry, job),
});

function startThread(entry: string, job: unknown): Thread {
  const worker = new Worker(realpathSync(entry), { argv: [threadArgument], workerData: job });
  let failure: Error | undefined;
  let fail: (reason: Error) => void = () => undefined;
  const failed = (error: Error): void => {
    failure ??= error;
    fail(failure);
  };
  worker.on('error', failed);
  worker.on('exit', () => failed(new Error('a thread ended before its work did')));
  return {
    ask: <Answer>(question: unknown) =>
      new Promise<Answer>((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        fail = reject;
        worker.once('message', resolve);
        worker.postMessage(question);
      }),
    stop: async () => void (await worker.terminate()),
  };
}
