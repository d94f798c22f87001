import { realpathSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Thread, Threads } from './io.ts';
import { threadArgument } from './thread-argument.ts';

/** What a thread says: on its way, and at the end. */
export type Message = { readonly note: unknown } | { readonly answer: unknown };

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
    ask: <Answer>(question: unknown, note: (said: unknown) => void = () => undefined) =>
      new Promise<Answer>((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        fail = reject;
        const hear = (message: Message): void => {
          if ('note' in message) note(message.note);
          else {
            worker.off('message', hear);
            resolve(message.answer as Answer);
          }
        };
        worker.on('message', hear);
        worker.postMessage(question);
      }),
    stop: async () => void (await worker.terminate()),
  };
}
