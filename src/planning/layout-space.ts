import type { Layout, Plan, Recompute, Sharding } from '../spec/plan.ts';

/** Divisors of n in rising order. */
function divisors(n: number): number[] {
  const out: number[] = [];
  for (let d = 1; d * d <= n; d++) {
    if (n % d !== 0) continue;
    out.push(d);
    if (d * d !== n) out.push(n / d);
  }
  return out.sort((a, b) => a - b);
}

const MICRO_BATCHES = [1, 2, 4, 8, 16];
const VIRTUAL_STAGES = [1, 2, 3, 4, 5, 6, 8, 10, 12];

/** Context parallelism is worth trying once a rank keeps at least this many tokens (one tile of queries a head). */
const MIN_TOKENS_PER_CONTEXT_RANK = 1024;

const RECOMPUTES: readonly Recompute[] = ['none', 'selective', 'full'];
const SHARDINGS: readonly Sharding[] = ['optimizer', 'full'];

/**
 * Every layout worth timing for a plan: tensor groups inside a scale-up domain (or as the spec fixes them), pipeline stages
 * and virtual stages that leave a layer to each, context, experts, micro-batches, recomputation and sharding. What the spec
 * states is kept.
 */
export function* layouts(plan: Plan): Generator<Layout> {
  const { workload, cluster } = plan;
  const { model, gpus, globalBatch, sequenceLength } = workload;
  const hints = plan.layoutHints ?? {};
  const fixed = <T>(hint: T | undefined, choices: readonly T[]): readonly T[] =>
    hint === undefined ? choices : [hint];
  const tensors = fixed(
    hints.tensor,
    divisors(model.heads).filter((t) => t <= cluster.gpusPerDomain && cluster.gpusPerDomain % t === 0),
  );
  const contexts = fixed(
    hints.context,
    [1, 2, 4, 8, 16].filter((c) => c === 1 || sequenceLength / c >= MIN_TOKENS_PER_CONTEXT_RANK),
  );
  const experts = fixed(hints.expert, model.moe === null ? [1] : divisors(model.moe.experts));
  for (const tensor of tensors) {
    if (gpus % tensor !== 0) continue;
    for (const pipeline of fixed(
      hints.pipeline,
      divisors(gpus / tensor).filter((p) => p <= model.layers),
    )) {
      for (const context of contexts) {
        const data = gpus / (tensor * pipeline * context);
        if (!Number.isInteger(data) || globalBatch % data !== 0) continue;
        for (const expert of experts) {
          if ((tensor * context * data) % expert !== 0) continue;
          for (const microBatch of fixed(hints.microBatch, MICRO_BATCHES)) {
            const batches = globalBatch / (data * microBatch);
            if (!Number.isInteger(batches)) continue;
            const virtuals = pipeline === 1 || batches % pipeline !== 0 ? [1] : VIRTUAL_STAGES;
            for (const virtualPipeline of fixed(hints.virtualPipeline, virtuals)) {
              if (pipeline * virtualPipeline > model.layers) continue;
              for (const sharding of fixed(hints.sharding, data * context === 1 ? ['none' as const] : SHARDINGS)) {
                if (sharding === 'full' && pipeline > 1 && hints.sharding === undefined) continue;
                for (const recompute of fixed(hints.recompute, RECOMPUTES)) {
                  yield {
                    tensor,
                    pipeline,
                    virtualPipeline,
                    context,
                    expert,
                    expertTensor: hints.expertTensor ?? 1,
                    data,
                    microBatch,
                    sequenceParallel: hints.sequenceParallel ?? tensor > 1,
                    sharding,
                    shardingGroup: hints.shardingGroup ?? null,
                    recompute,
                    recomputeModules: hints.recomputeModules ?? [],
                    recomputeLayers: hints.recomputeLayers ?? null,
                    offloadLayers: hints.offloadLayers ?? 0,
                    schedule: hints.schedule ?? (virtualPipeline > 1 ? 'interleaved' : '1f1b'),
                    pipelineLayout: hints.pipelineLayout ?? null,
                  };
                }
              }
            }
          }
        }
      }
    }
  }
}
