import type { Io, Threads } from './io.ts';

/** Threads for so many jobs; undefined where one is all there is. */
export async function threadsFor(jobs: number, io: Io): Promise<Threads | undefined> {
  if (jobs === 1 || io.threads === undefined) return undefined;
  const threads = await io.threads();
  const most = Math.min(jobs, threads.most);
  return most > 1 ? { ...threads, most } : undefined;
}
