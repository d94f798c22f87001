import type { CollectiveOp } from '../../collectives/types.ts';
import type { Tokens } from '../../model/tokens.ts';
import type { Layout } from '../../spec/plan.ts';
import type { TrainingContext } from '../context.ts';
import type { Groups } from '../groups.ts';
import type { LayerMeter } from './meter.ts';

/** Bytes of a 16-bit element. */
const BYTES = 2;

/**
 * Tensor-parallel exchanges (Megatron-LM; Korthikanti et al. 2022, section 4.2.2). A dense layer has two pairs, an expert
 * layer one (its tokens stay split); a parallel block shares one pair. With sequence parallelism a pair is an all-gather and
 * a reduce-scatter forward, the same backward, and the input gathered again for the weight gradient. Backward, the
 * reductions of column-parallel layers run beside the weight gradient, and the second gather beside the input gradient, which
 * does not need it and takes as long: column-parallel products are about half of a layer's.
 */
export function tensorExchanges(
  meter: LayerMeter,
  context: TrainingContext,
  layout: Layout,
  g: Groups,
  pairs: number,
  t: Tokens,
): void {
  if (layout.tensor === 1) return;
  const elementBytes = t.rows * context.workload.model.hidden * BYTES;
  const { tensorBackwardOverlap, tensorOverlapEfficiency } = context.constants;
  const chunked = context.workload.overlap.tensor * tensorOverlapEfficiency;
  // Transformer Engine gathers activations and gradients already quantised; reductions stay in 16 bits.
  const quantised = context.format === 'fp8' || context.format === 'fp4';
  const add = (
    name: string,
    op: CollectiveOp,
    count: number,
    share: number,
    windowS = Number.POSITIVE_INFINITY,
  ): void => {
    const bytes = op === 'all-gather' && quantised ? elementBytes / 2 : elementBytes;
    const timeS = context.collectives.cost(op, bytes, g.tensor).timeS * count;
    meter.transfer('tensor', name, op, g.tensor, bytes, count, Math.min(share * timeS, windowS));
  };
  const beside = Math.max(tensorBackwardOverlap, chunked);
  if (layout.sequenceParallel) {
    add('tensor all-gather, forward', 'all-gather', pairs, chunked);
    add('tensor reduce-scatter, forward', 'reduce-scatter', pairs, chunked);
    add('tensor all-gather, backward', 'all-gather', pairs, chunked);
    add('tensor all-gather for weight gradients', 'all-gather', pairs, 1, meter.weightGradS / 2);
    add('tensor reduce-scatter, backward', 'reduce-scatter', pairs, beside);
  } else {
    add('tensor all-reduce, forward', 'all-reduce', pairs, chunked);
    add('tensor all-reduce, backward', 'all-reduce', pairs, beside);
  }
}
