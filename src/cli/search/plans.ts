import { powerCapExceeded } from '../../diagnostics/messages/feasibility.ts';
import { ratedAboveCapW } from '../../evaluation/facility-cap.ts';
import { joinOutcomes } from '../../planning/search/join-outcomes.ts';
import { type PlanSearchOutcome, prunable } from '../../planning/search/plan-search.ts';
import { type Shard, WHOLE } from '../../planning/shard.ts';
import { Exit } from '../../report/exit.ts';
import type { SearchReport } from '../../report/search.ts';
import type { Plan } from '../../spec/plan.ts';
import type { Command } from '../command.ts';
import { countOption } from '../count-option.ts';
import type { Io, Threads } from '../io.ts';
import { jobsOption } from '../jobs-option.ts';
import { openVariants } from '../open-variants.ts';
import { planOf } from '../plan-of.ts';
import { progress } from '../progress.ts';
import { refuse } from '../refusal.ts';
import { runId } from '../run-id.ts';
import { say } from '../say.ts';
import { shardOption } from '../shard-option.ts';
import { type PlanJob, type PreparedSearch, prepareSearch, type SearchNote } from './plan-job.ts';
import { openSearchTargets } from './targets.ts';
import { whyNothing } from './why-nothing.ts';

const defaultTop = '5';
const mostPlans = 1000;

/** The best parallel plans of a cluster. */
export const run: Command = async ({ args: [path = '-'], options }, context) => {
  const { io, paint } = context;
  const top = countOption('--top', options.top ?? defaultTop, 1, mostPlans);
  const jobs = jobsOption(options.jobs);
  const set = options.set ?? [];
  const { source, traced, contents } = await openVariants(path, io);
  const job: PlanJob = {
    kind: 'plans',
    source,
    set,
    objective: options.objective,
    constraints: options.constraint ?? [],
    top,
    space: options.wide === true ? 'wide' : 'common',
    exhaustive: options.exhaustive === true,
  };
  const shard = options.shard === undefined ? null : shardOption(options.shard);
  const targets = await openSearchTargets(options, context);
  const resolved = traced(set);
  say(resolved.diagnostics, io, paint.stderr);
  const ready = prepareSearch(job, io.files);
  if (resolved.plan === null || (!ready.ok && ready.refusal === null)) return Exit.badInput;
  const reload = () => planOf(path, set, { ...context, io: { ...io, readStdin: async () => source.text } });
  if (!ready.ok) {
    const loaded = await reload();
    return loaded === null || ready.refusal === null ? Exit.badInput : refuse(ready.refusal, loaded, context);
  }
  const { prepared } = ready;
  const { plan, fabric } = prepared.machine;
  const neededW = ratedAboveCapW(plan, fabric);
  if (neededW !== null) {
    const finding = powerCapExceeded({ path: '' }, neededW, plan.power.facilityCapW ?? 0);
    say([(await reload())?.locate(finding, 'power.facility_cap') ?? finding], io, paint.stderr);
    return Exit.cannotRun;
  }
  const { aim } = prepared.settings;
  if (!prunable(aim) && job.space === 'wide') {
    io.stderr.write(`${aim.field} does not follow the step time: every plan that fits is evaluated\n`);
  }
  const outcome = await outcomeOf(job, prepared, shard ?? WHOLE, jobs, io);
  if (io.signal.aborted) return Exit.interrupted;
  const report: SearchReport = {
    aim,
    space: job.space,
    outcome,
    stated: prepared.stated,
    source: path,
    set,
    keys: statedKeys(resolved.plan),
  };
  if (shard === null) {
    await targets.write({ kind: 'plans', report });
    if (outcome.found.length > 0) return Exit.ok;
    const why = whyNothing(report, prepared);
    if (why !== null) say([why], io, paint.stderr);
    return outcome.unknown === null ? Exit.cannotRun : Exit.badInput;
  }
  const { source: _, ...asked } = job;
  await targets.writePart({ kind: 'plans', run: await runId(contents(), asked), shard, top, report });
  return Exit.ok;
};

/**
 * A long search happens in threads, which divide its candidates between them: while it calculates, this one hears Ctrl-C.
 * The common space is searched before a thread has started.
 */
async function outcomeOf(
  job: PlanJob,
  prepared: PreparedSearch,
  shard: Shard,
  jobs: number,
  io: Io,
): Promise<PlanSearchOutcome> {
  const long = job.space === 'wide' || job.exhaustive || !prunable(prepared.settings.aim);
  const threads = long ? await io.threads?.() : undefined;
  if (threads !== undefined) return threadedOutcome(job, shard, Math.min(jobs, threads.most), threads, io);
  const bar = progress(io);
  const outcome = prepared.search(shard, (done, of) => {
    bar.update(done, of);
    return true;
  });
  bar.clear();
  return outcome;
}

async function threadedOutcome(job: PlanJob, shard: Shard, count: number, threads: Threads, io: Io) {
  const { signal } = io;
  const workers = Array.from({ length: count }, () => threads.start(job));
  const stop = (): Promise<unknown> => Promise.all(workers.map((worker) => worker.stop()));
  signal.addEventListener('abort', stop, { once: true });
  const bar = progress(io);
  const notes = workers.map((): SearchNote => [0, 0]);
  const heard = (i: number, said: unknown): void => {
    notes[i] = said as SearchNote;
    const [done, of] = [0, 1].map((at) => notes.reduce((sum, note) => sum + (note[at] ?? 0), 0));
    bar.update(done ?? 0, of ?? 0);
  };
  // Parts of a part: the n-th of every `of`, and of those every `count`-th.
  const partOf = (i: number): Shard => ({ index: shard.index + i * shard.of, of: shard.of * count });
  try {
    const parts = workers.map((worker, i) => worker.ask<PlanSearchOutcome>(partOf(i), (said) => heard(i, said)));
    return joinOutcomes(await Promise.all(parts), job.top);
  } catch (error) {
    if (!signal.aborted) throw error;
    return joinOutcomes([], 0);
  } finally {
    bar.clear();
    signal.removeEventListener('abort', stop);
    await stop();
  }
}

/** Keys of `workload` that the user wrote. */
const statedKeys = ({ origins }: Plan): readonly string[] =>
  Object.entries(origins).flatMap(([path, { kind }]) => {
    const key = /^workload\.(\w+)$/.exec(path)?.[1];
    return key !== undefined && (kind === 'spec' || kind === 'override') ? [key] : [];
  });
