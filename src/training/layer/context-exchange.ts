import { meanKeysSeen } from '../../model/flops.ts';
import type { LayerKind } from '../../model/layers.ts';
import { keyValueWidth, queryWidth } from '../../model/parameters.ts';
import type { Layout } from '../../spec/plan.ts';
import type { TrainingContext } from '../context.ts';
import type { Groups } from '../groups.ts';
import type { LayerMeter } from './meter.ts';

/** Bytes of a 16-bit element. */
const BYTES = 2;

/**
 * Context-parallel exchange of keys and values, around a ring and hidden under the attention of the blocks at hand (Liu et
 * al. 2023, arXiv 2310.01889); backward also returns their gradients.
 */
export function contextExchange(
  meter: LayerMeter,
  context: TrainingContext,
  layout: Layout,
  g: Groups,
  kind: LayerKind,
): void {
  if (layout.context === 1) return;
  const { workload, device } = context;
  const a = workload.model;
  const width =
    a.mla === null
      ? keyValueWidth(a) / Math.min(layout.tensor, a.kvHeads)
      : (a.heads * (a.mla.nopeDim + a.mla.ropeDim + a.mla.vDim)) / layout.tensor;
  const bytes = layout.microBatch * workload.sequenceLength * width * BYTES;
  const keys = meanKeysSeen(workload.sequenceLength, kind.window);
  const products = a.mla === null ? 2 * queryWidth(a) : a.heads * (a.mla.nopeDim + a.mla.ropeDim + a.mla.vDim);
  const flops = (2 * layout.microBatch * workload.sequenceLength * keys * products) / (layout.context * layout.tensor);
  const overlapped = workload.overlap.context * (1 - 1 / layout.context);
  meter.transfer(
    'context',
    'context keys and values, forward',
    'all-gather',
    g.context,
    bytes,
    1,
    overlapped * (flops / device.attentionForwardFlopsPerS),
  );
  meter.transfer(
    'context',
    'context keys, values and gradients, backward',
    'all-gather',
    g.context,
    2 * bytes,
    1,
    overlapped * ((2.5 * flops) / device.attentionBackwardFlopsPerS),
  );
}
