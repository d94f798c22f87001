import { describe, expect, it } from 'vitest';
import type { Thread, Threads } from '../../../src/cli/io.ts';
import type { PointJob } from '../../../src/cli/points/job.ts';
import { type Answer, type Request, threadRows } from '../../../src/cli/points/threads.ts';
import type { PointRow } from '../../../src/planning/sweep/point-row.ts';

const job = { kind: 'points' } as PointJob;
const row = (n: number): PointRow => ({ varied: [n], values: [], problem: null, fits: true, allowed: true });

/** Threads that answer after a while that differs from one question to the next. */
function threads(most: number, answer: (request: Request) => Answer) {
  const state = { stopped: 0, held: 0, mostHeld: 0 };
  const start = (): Thread => ({
    ask: async <T>(question: unknown) => {
      const request = question as Request;
      state.held += request.count;
      state.mostHeld = Math.max(state.mostHeld, state.held);
      await new Promise((resolve) => setTimeout(resolve, (request.first * 7) % 5));
      return answer(request) as T;
    },
    stop: async () => void state.stopped++,
  });
  const pool: Threads = { most, start };
  return { pool, state };
}

const rows = ({ first, count }: Request): Answer => ({
  rows: Array.from({ length: count }, (_, i) => row(first + i)),
  ms: 10,
});

describe('rows from threads', () => {
  it.each([1, 2, 5])('come in order, each once, and end the threads: %d', async (most) => {
    const { pool, state } = threads(most, rows);
    const seen: unknown[] = [];
    for await (const batch of threadRows(job, 3, 200, pool, new AbortController().signal)) {
      seen.push(...batch.map(({ varied }) => varied[0]));
    }
    expect(seen).toEqual(Array.from({ length: 197 }, (_, i) => i + 3));
    expect(state.stopped).toBe(most);
  });

  it('hold back while nobody takes them', async () => {
    const { pool, state } = threads(2, (request) => ({ ...rows(request), ms: 50 }));
    const taking = threadRows(job, 0, 10_000, pool, new AbortController().signal);
    await taking.next();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(state.mostHeld).toBeLessThan(100);
    await taking.return(undefined);
    expect(state.stopped).toBe(2);
  });

  it('fail as the thread failed, after the rows before', async () => {
    const { pool, state } = threads(2, (request) => {
      if (request.first > 20) throw new Error('out of memory');
      return rows(request);
    });
    const seen: PointRow[] = [];
    const all = async (): Promise<void> => {
      for await (const batch of threadRows(job, 0, 100, pool, new AbortController().signal)) seen.push(...batch);
    };
    await expect(all()).rejects.toThrow('out of memory');
    expect(seen.map(({ varied }) => varied[0])).toEqual(seen.map((_, i) => i));
    expect(state.stopped).toBe(2);
  });

  it('end without an error when interrupted', async () => {
    const interrupt = new AbortController();
    const { pool, state } = threads(2, (request) => {
      if (interrupt.signal.aborted) throw new Error('a thread ended before its work did');
      return rows(request);
    });
    let batches = 0;
    for await (const _ of threadRows(job, 0, 100_000, pool, interrupt.signal)) if (++batches === 3) interrupt.abort();
    expect(batches).toBeGreaterThanOrEqual(3);
    expect(state.stopped).toBeGreaterThanOrEqual(2);
  });
});
