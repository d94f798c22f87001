import type { PointRow } from '../../planning/sweep/point-row.ts';
import type { Io } from '../io.ts';
import { threadsFor } from '../threads-for.ts';
import { type PointJob, pointRows } from './job.ts';
import { threadRows } from './threads.ts';

/** How long the command evaluates before it looks at signals and lets rows leave, ms. */
const BATCH_MS = 50;

/** Threads take about this long to start and to warm up, ms: less work than that is done before they are ready. */
const WORTH_THREADS_MS = 500;

/**
 * Rows from n on, in order, in batches. With more than one job, threads evaluate what is left once it is known to take
 * longer than starting them does. The rows are the same however many there are.
 */
export async function* rowsInOrder(
  job: PointJob,
  from: number,
  total: number,
  jobs: number,
  io: Io,
): AsyncGenerator<readonly PointRow[]> {
  const threads = await threadsFor(jobs, io);
  const rowAt = pointRows(job, io.files);
  const started = performance.now();
  let n = from;
  while (n < total && !io.signal.aborted) {
    const batch: PointRow[] = [];
    const end = performance.now() + BATCH_MS;
    while (n < total && (batch.length === 0 || performance.now() < end)) batch.push(rowAt(n++));
    yield batch;
    await new Promise((resolve) => setImmediate(resolve));
    const leftMs = ((performance.now() - started) / (n - from)) * (total - n);
    if (threads !== undefined && leftMs > WORTH_THREADS_MS) {
      return yield* threadRows(job, n, total, threads, io.signal);
    }
  }
}
