import type { Layout, Plan } from '../plan.ts';
import type { Section } from '../schema/spec.ts';
import { checkEffects, checkGroupOfAny, checkLayerSum, checkModelFits, checkRanks, dataSize } from './check-layout.ts';
import type { Cluster } from './cluster.ts';
import { completeLayout, layoutHints, type Sizes, statedSizes } from './layout.ts';
import { resolveModel } from './model.ts';
import type { Resolving } from './resolving.ts';
import { checkPrecision, jobGpus, resolveWorkload } from './workload.ts';

/** The job and its layout as far as they are known. */
export interface Job {
  /** null: a part was refused. */
  readonly workload: Plan['workload'] | null;
  /** null: the search chooses, or a part was refused. */
  readonly layout: Layout | null;
  /** What the spec fixes of a layout that the search chooses. */
  readonly hints: Partial<Layout>;
  /** The stated factors of `parallelism`. */
  readonly sizes: Sizes | null;
}

/** Resolves the workload; each check runs as soon as what it rests on is known. */
export function resolveJob(resolving: Resolving, spec: Section<'workload'>, cluster: Cluster): Job {
  const model = spec.model === undefined ? null : resolveModel(resolving, spec.model);
  const sizes = statedSizes(spec);
  const gpus = cluster.gpus === null ? null : jobGpus(resolving, spec, cluster.gpus, cluster.gpusPerNode);
  if (cluster.gpu !== null) checkPrecision(resolving, spec, cluster.gpu);
  checkEffects(resolving, spec);
  if (model !== null) checkLayerSum(resolving, spec, model);
  if (sizes === null) {
    if (gpus !== null) checkGroupOfAny(resolving, spec, gpus);
    const workload =
      model === null || gpus === null
        ? null
        : resolveWorkload(resolving, spec, { gpu: cluster.gpu, model, gpus, sizes });
    return { workload, layout: null, hints: model === null ? {} : layoutHints(spec, model), sizes };
  }
  if (model !== null) checkModelFits(resolving, spec, sizes, model);
  const data = gpus === null ? null : dataSize(resolving, sizes, gpus);
  if (data !== null) checkRanks(resolving, spec, sizes, data, model);
  if (model === null || gpus === null || data === null) return { workload: null, layout: null, hints: {}, sizes };
  const workload = resolveWorkload(resolving, spec, { gpu: cluster.gpu, model, gpus, sizes });
  const layout = workload === null ? null : completeLayout(resolving, spec, sizes, data, model, workload.software);
  return { workload, layout, hints: {}, sizes };
}
