import { attentionTime } from '../../compute/attention.ts';
import { matmulTimeS } from '../../compute/matmul.ts';
import { normTraffic, residualTraffic, rotaryTraffic, scoreTraffic } from '../../model/elementwise.ts';
import { meanKeysSeen } from '../../model/flops.ts';
import type { LayerKind } from '../../model/layers.ts';
import { keyValueWidth, queryWidth } from '../../model/parameters.ts';
import type { Tokens } from '../../model/tokens.ts';
import type { Layout } from '../../spec/plan.ts';
import type { TrainingContext } from '../context.ts';
import type { LayerMeter } from './meter.ts';

/** Norm, projections, attention core and residual of one layer. */
export function attention(
  meter: LayerMeter,
  context: TrainingContext,
  layout: Layout,
  kind: LayerKind,
  t: Tokens,
): void {
  const { workload, device } = context;
  const a = workload.model;
  const { tensor } = layout;
  meter.stream('layernorm', normTraffic(a), t.ownRows);
  let scoreWidth: number;
  let valueWidth: number;
  if (a.mla !== null) {
    const { qRank, kvRank, nopeDim, ropeDim, vDim } = a.mla;
    scoreWidth = (a.heads * (nopeDim + ropeDim)) / tensor;
    valueWidth = (a.heads * vDim) / tensor;
    if (qRank !== null) meter.linear('qkv', 'qkv', t.ownRows, a.hidden, qRank);
    meter.linear(qRank === null ? 'qkv' : 'mla_up_proj', 'qkv', t.rows, qRank ?? a.hidden, scoreWidth);
    meter.linear('qkv', 'qkv', t.ownRows, a.hidden, kvRank + ropeDim);
    meter.linear('mla_up_proj', 'qkv', t.rows, kvRank, (a.heads * (nopeDim + vDim)) / tensor);
    meter.stream('mla_up_proj', rotaryTraffic(2 * scoreWidth), t.rows);
  } else {
    scoreWidth = queryWidth(a) / tensor;
    valueWidth = scoreWidth;
    const qkv = scoreWidth + keyValueWidth(a) / Math.min(tensor, a.kvHeads);
    meter.linear('qkv', 'qkv', t.rows, a.hidden, qkv);
    if (a.learnedPositions === 0) meter.stream('qkv', rotaryTraffic(qkv), t.rows);
  }
  const heads = a.heads / tensor;
  const sequences = layout.microBatch;
  const queries = workload.sequenceLength / layout.context;
  if (workload.attentionKernel === 'unfused') {
    const keys = workload.sequenceLength;
    const batch = sequences * heads;
    const scores = matmulTimeS(device, 'bf16', queries, keys, scoreWidth / heads, batch);
    const values = matmulTimeS(device, 'bf16', queries, valueWidth / heads, keys, batch);
    meter.forward('core_attn', scores + values);
    meter.stream('core_attn', scoreTraffic, batch * queries * keys);
    meter.inputGradS += 2 * scores + 2 * values;
  } else {
    const keys = meanKeysSeen(workload.sequenceLength, kind.window);
    const rows = sequences * queries * heads;
    const windowed = kind.window !== null && kind.window < workload.sequenceLength;
    const time = attentionTime(device, rows * keys, (scoreWidth + valueWidth) / heads, windowed, rows);
    meter.forward('core_attn', time.forwardS);
    meter.inputGradS += time.backwardS;
  }
  meter.linear('proj', 'proj', t.rows, valueWidth, a.hidden);
  meter.stream('residual', residualTraffic(a, context.dropout), t.ownRows);
}
