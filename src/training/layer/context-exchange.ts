import { meanKeysSeen } from '../../model/flops.ts';
import type { LayerKind } from '../../model/layers.ts';
import { keyValueWidth, queryWidth } from '../../model/parameters.ts';
import type { Layout } from '../../spec/plan.ts';
import type { TrainingContext } from '../context.ts';
import type { Groups } from '../groups.ts';
import type { LayerMeter } from './meter.ts';

/** Bytes of a 16-bit element. */
const BYTES = 2;

/** Context-parallel exchange of one layer, as the spec asks for. */
export function contextExchange(
  meter: LayerMeter,
  context: TrainingContext,
  layout: Layout,
  g: Groups,
  kind: LayerKind,
): void {
  if (layout.context === 1) return;
  if (context.workload.contextExchange === 'ring') ringExchange(meter, context, layout, g, kind);
  else headExchange(meter, context, layout, g);
}

/**
 * Tokens for heads: before attention queries, keys and values go to the rank of their head, after it the results come back
 * to the rank of their tokens; backward the same. Attention waits for the first and what follows for the second (Jacobs et
 * al. 2023, DeepSpeed Ulysses, arXiv 2309.14509). Fewer key-value heads than ranks are sent to several.
 */
function headExchange(meter: LayerMeter, context: TrainingContext, layout: Layout, g: Groups): void {
  const { workload } = context;
  const a = workload.model;
  const { tensor, context: ranks } = layout;
  const rows = (layout.microBatch * workload.sequenceLength) / ranks;
  const copies = Math.max(1, (tensor * ranks) / a.kvHeads) / Math.max(1, tensor / a.kvHeads);
  const widths =
    a.mla === null
      ? {
          inputs: queryWidth(a) / tensor + (copies * keyValueWidth(a)) / Math.min(tensor, a.kvHeads),
          outputs: queryWidth(a) / tensor,
        }
      : {
          inputs: (a.heads * (2 * (a.mla.nopeDim + a.mla.ropeDim) + a.mla.vDim)) / tensor,
          outputs: (a.heads * a.mla.vDim) / tensor,
        };
  for (const pass of ['forward', 'backward']) {
    const send = (what: string, width: number): void =>
      meter.transfer('context', `context ${what}, ${pass}`, 'all-to-all', g.context, rows * width * BYTES, 1, 0);
    send('queries, keys and values to heads', widths.inputs);
    send('attention to tokens', widths.outputs);
  }
}

/**
 * Context-parallel exchange of keys and values, around a ring and hidden under the attention of the blocks at hand (Liu et
 * al. 2023, arXiv 2310.01889); backward also returns their gradients.
 */
function ringExchange(meter: LayerMeter, context: TrainingContext, layout: Layout, g: Groups, kind: LayerKind): void {
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
