import { parentPort, workerData } from 'node:worker_threads';
import type { Shard } from '../../planning/shard.ts';
import { nodeFiles } from '../node-files.ts';
import type { Message } from '../node-threads.ts';
import { type PlanJob, prepareSearch, type SearchNote } from '../search/plan-job.ts';
import { type PointJob, pointRows } from './job.ts';
import type { Answer, Request } from './threads.ts';

/** Answers the questions of the thread that started this one, until that ends it; false: none did. */
export async function serve(): Promise<boolean> {
  const port = parentPort;
  if (port === null) return false;
  const answer = answering(workerData as PointJob | PlanJob);
  const say = (message: Message): void => port.postMessage(message);
  port.on('message', (question: unknown) => say({ answer: answer(question, (note) => say({ note })) }));
  return new Promise((resolve) => void port.once('close', () => resolve(true)));
}

type Answering = (question: unknown, note: (said: unknown) => void) => unknown;

function answering(job: PointJob | PlanJob): Answering {
  if (job.kind === 'plans') {
    const ready = prepareSearch(job, nodeFiles);
    if (!ready.ok) throw new Error('the spec of a search has changed while it ran');
    return (shard, note) =>
      ready.prepared.search(shard as Shard, (done, of) => {
        note([done, of] satisfies SearchNote);
        return true;
      });
  }
  const rowAt = pointRows(job, nodeFiles);
  return (question): Answer => {
    const { first, count } = question as Request;
    const started = performance.now();
    const rows = Array.from({ length: count }, (_, i) => rowAt(first + i));
    return { rows, ms: performance.now() - started };
  };
}
