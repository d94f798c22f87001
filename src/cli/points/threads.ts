import type { PointRow } from '../../planning/sweep/point-row.ts';
import type { Thread, Threads } from '../io.ts';
import type { PointJob } from './job.ts';

/** Rows that a thread is asked for. */
export interface Request {
  readonly first: number;
  readonly count: number;
}

export interface Answer {
  readonly rows: readonly PointRow[];
  readonly ms: number;
}

/** How long a thread should work on one request, ms: long against the way there and back, short against a glance at it. */
const REQUEST_MS = 50;
const MOST_ROWS = 1000;

/** Requests that may be out or wait for their turn, for each thread: their rows are held. */
const AHEAD = 4;

/** Rows from n on, in order, evaluated by threads. Ends early when interrupted. @throws what a thread threw */
export async function* threadRows(
  job: PointJob,
  from: number,
  total: number,
  { most, start }: Threads,
  signal: AbortSignal,
): AsyncGenerator<readonly PointRow[]> {
  const threads = Array.from({ length: most }, () => start(job));
  const stop = (): Promise<unknown> => Promise.all(threads.map((thread) => thread.stop()));
  signal.addEventListener('abort', stop, { once: true });
  const idle: Thread[] = [...threads];
  const asked: Promise<Answer>[] = [];
  let [next, count] = [from, 1];
  const ask = (thread: Thread): void => {
    const rows = Math.min(count, total - next);
    const answered = thread.ask<Answer>({ first: next, count: rows } satisfies Request).then((answer) => {
      count = Math.max(1, Math.min(MOST_ROWS, Math.round((REQUEST_MS * rows) / Math.max(answer.ms, 1))));
      idle.push(thread);
      askAll();
      return answer;
    });
    // A failure is met where its rows are due.
    answered.catch(() => undefined);
    asked.push(answered);
    next += rows;
  };
  const askAll = (): void => {
    while (idle.length > 0 && next < total && asked.length < AHEAD * threads.length && !signal.aborted)
      ask(idle.shift() as Thread);
  };
  try {
    askAll();
    for (let due = asked.shift(); due !== undefined && !signal.aborted; due = asked.shift()) {
      yield (await due).rows;
      askAll();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await stop();
  }
}
