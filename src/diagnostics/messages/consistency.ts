import { create } from '../create.ts';
import type { Diagnostic, Where } from '../diagnostic.ts';
import { alternatives, plural, quote } from '../printable.ts';

/** FP201. `factors` by name in the order they multiply. */
export function parallelismMismatch(where: Where, factors: Readonly<Record<string, number>>, gpus: number): Diagnostic {
  const entries = Object.entries(factors);
  const product = entries.reduce((value, [, factor]) => value * factor, 1);
  return create('FP201', where, {
    message: `${entries.map(([name, factor]) => `${name} ${factor}`).join(' x ')} is ${product}, but the job has ${gpus} GPUs`,
    help: 'leave out "data" and let it follow, or change a factor',
  });
}

/** FP201, when no whole data size exists. */
export const groupDoesNotDivideGpus = (where: Where, group: number, gpus: number): Diagnostic =>
  create('FP201', where, {
    message: `tensor x pipeline x context is ${group}, which does not divide the ${gpus} GPUs of the job`,
    help: 'change a factor, or the number of GPUs',
  });

/** FP202. */
export function batchDoesNotDivide(where: Where, globalBatch: number, data: number, microBatch: number): Diagnostic {
  const step = data * microBatch;
  const below = Math.floor(globalBatch / step) * step;
  const near = below > 0 ? [below, below + step] : [step];
  return create('FP202', where, {
    message: `global_batch ${globalBatch} is no multiple of data ${data} x micro_batch ${microBatch} = ${step}`,
    help: `use ${alternatives(near.map(String))}`,
  });
}

/** FP203. `what`: "heads", "kv_heads". */
export const headsDoNotDivide = (where: Where, what: string, heads: number, tensor: number): Diagnostic =>
  create('FP203', where, {
    message: `${heads} ${what} cannot be dealt out to tensor ${tensor}`,
    help: `use ${alternatives(nearDivisors(heads, tensor).map(String))}`,
  });

/** FP203, of all-to-all context exchange. */
export const headsDoNotReach = (
  where: Where,
  what: string,
  heads: number,
  tensor: number,
  context: number,
): Diagnostic =>
  create('FP203', where, {
    message: `${heads} ${what} cannot be dealt out to tensor ${tensor} x context ${context}`,
    help: 'use a smaller context, or context_exchange: ring',
  });

/** FP204. */
export const sequenceDoesNotDivide = (where: Where, sequenceLength: number, by: string, parts: number): Diagnostic =>
  create('FP204', where, {
    message: `sequence_length ${sequenceLength} cannot be cut into ${parts} (${by})`,
    help: `use a sequence_length that is a multiple of ${parts}`,
  });

/** FP205. `what` the expert group fails to divide: "128 experts", "48 ranks of a pipeline stage". */
export const expertsDoNotDivide = (where: Where, expert: number, what: string, total: number): Diagnostic =>
  create('FP205', where, {
    message: `expert ${expert} does not divide the ${total} ${what}`,
    help: `use ${alternatives(nearDivisors(total, expert).map(String))}`,
  });

/** FP206. */
export const denseModel = (where: Where, model: string): Diagnostic =>
  create('FP206', where, { message: `${quote(model)} has no experts to spread`, help: 'remove "expert"' });

/** FP207. `reason` in full: "has 3 entries, needs 4 (pipeline 4 x virtual_pipeline 1)". */
export const badPipelineLayout = (where: Where, reason: string): Diagnostic =>
  create('FP207', where, { message: `pipeline_layout ${reason}`, help: 'correct the list, or leave it out' });

/** FP208. */
export const noPeak = (where: Where, gpu: string, precision: string, known: readonly string[]): Diagnostic =>
  create('FP208', where, {
    message: `${quote(gpu)} does not run ${precision}`,
    help: known.length === 0 ? 'give the peak inline' : `choose ${alternatives(known)}, or give the peak inline`,
  });

/** FP209. `unit`: "node", "scale-up domain". */
export function partialNodes(where: Where, gpus: number, per: number, unit = 'node'): Diagnostic {
  const below = Math.floor(gpus / per) * per;
  return create('FP209', where, {
    message: `${gpus} GPUs do not fill whole ${unit}s of ${per}`,
    help: `use ${alternatives((below > 0 ? [below, below + per] : [per]).map(String))}`,
  });
}

/** FP210. */
export const jobTooLarge = (where: Where, wanted: number, gpus: number): Diagnostic =>
  create('FP210', where, {
    message: `the job wants ${wanted} GPUs, the cluster has ${gpus}`,
    help: 'lower workload.gpus or raise gpus.count',
  });

/** FP211. `holder`: 'server "dgx-h100"', 'scale-up domain of "h100-sxm"'. */
export const nodeTooLarge = (where: Where, wanted: number, holder: string, holds: number): Diagnostic =>
  create('FP211', where, {
    message: `${wanted} GPUs do not fit: the ${holder} holds ${holds}`,
    help: `use at most ${holds}`,
  });

/** FP212. */
export const scheduleMismatch = (where: Where, schedule: string, reason: string, help?: string): Diagnostic =>
  create('FP212', where, { message: `the ${schedule} schedule ${reason}`, help });

/** FP213. */
export const modelMismatch = (where: Where, reason: string, help?: string): Diagnostic =>
  create('FP213', where, { message: reason, help });

/** FP214. */
export const tooManyStages = (where: Where, stages: number, layers: number): Diagnostic =>
  create('FP214', where, {
    message: `${stages} pipeline stages for ${layers} layers`,
    help: `use at most ${layers}, or a pipeline_layout`,
  });

/** FP215. */
export const tierListTooLong = (where: Where, entries: number, most: number, tiers: number): Diagnostic =>
  create('FP215', where, {
    message: `${where.path} has ${entries} entries, the tree has ${plural(tiers, 'tier')}`,
    help: `give at most ${most}, from the leaf up, or more topology.tiers`,
  });

/** FP215, of the loads that other jobs put on the tiers. */
export const backgroundLoadTooLong = (where: Where, message: string, help: string): Diagnostic =>
  create('FP215', where, { message, help });

/** FP216. */
export const shardingGroupDoesNotDivide = (where: Where, group: number, data: number): Diagnostic =>
  create('FP216', where, {
    message: `sharding_group ${group} does not divide the ${data} data-parallel ranks`,
    help: `use ${alternatives(nearDivisors(data, group).map(String))}`,
  });

/** FP217. */
export const nicMismatch = (where: Where, reason: string, help?: string): Diagnostic =>
  create('FP217', where, { message: reason, help });

/** FP220. `fitting`: the servers of that GPU, most usual first. */
export const serverMismatch = (
  where: Where,
  server: { readonly id: string; readonly gpu: string },
  gpu: string,
  fitting: readonly string[],
): Diagnostic =>
  create('FP220', where, {
    message: `server ${quote(server.id)} holds ${server.gpu}, not ${gpu}`,
    help: fitting.length === 0 ? 'leave out gpus.server' : `use ${alternatives(fitting)}, or leave out gpus.server`,
  });

/** FP219. */
export const recipeMismatch = (where: Where, precision: string, recipe: string): Diagnostic =>
  create('FP219', where, {
    message: `fp8_recipe ${recipe} contradicts precision ${precision}`,
    help: 'leave out fp8_recipe, or use precision: fp8',
  });

/** FP218. The lists hold the nearest numbers that work, ascending; empty: none near. */
export function noWholeSplit(
  where: Where,
  gpus: number,
  globalBatch: number,
  globalBatches: readonly number[],
  gpuCounts: readonly number[],
): Diagnostic {
  const ways = [
    ...(globalBatches.length === 0 ? [] : [`global_batch ${alternatives(globalBatches.map(String))}`]),
    ...(gpuCounts.length === 0 ? [] : [`${alternatives(gpuCounts.map(String))} GPUs`]),
  ];
  return create('FP218', where, {
    message: `no split into whole groups divides the ${gpus} GPUs, the heads, the layers and the global_batch of ${globalBatch}`,
    help: ways.length === 0 ? 'change gpus.count, or state workload.parallelism' : `use ${ways.join(', or ')}`,
  });
}

/** The divisors of `total` next to `wanted`: the largest not above it and the smallest above it. */
function nearDivisors(total: number, wanted: number): readonly number[] {
  if (!Number.isSafeInteger(total) || total < 1) return [1];
  let below = 1;
  let above = total;
  for (let d = 1; d * d <= total; d++) {
    if (total % d !== 0) continue;
    for (const divisor of [d, total / d]) {
      if (divisor <= wanted) below = Math.max(below, divisor);
      else above = Math.min(above, divisor);
    }
  }
  return above > wanted ? [below, above] : [below];
}
