import type { Architecture } from '../catalog/types.ts';
import type { Layout } from '../spec/plan.ts';
import type { LayerKind } from './layers.ts';
import {
  attentionParameters,
  denseParameters,
  expertParameters,
  moeSharedParameters,
  mtpParameters,
  type PartParameters,
} from './parameters.ts';

/** Parameters one GPU holds: dense ones are copied over data x context ranks, experts over fewer. */
export interface ShardParameters {
  readonly dense: number;
  readonly expert: number;
}

const perRank = (part: PartParameters, ways: number): number => part.sharded / ways + part.replicated;

/** One layer of a kind on one GPU. Keys and values are copied where there are fewer of them than tensor ranks. */
export function layerShard(a: Architecture, kind: LayerKind, layout: Layout): ShardParameters {
  const { tensor, expert, expertTensor } = layout;
  const copiedHeads = a.mla === null ? Math.max(0, tensor / a.kvHeads - 1) * a.kvHeads : 0;
  const copies = (2 * copiedHeads * a.headDim * a.hidden) / tensor;
  const attention = perRank(attentionParameters(a), tensor) + copies;
  if (!kind.moe || a.moe === null) return { dense: attention + perRank(denseParameters(a), tensor), expert: 0 };
  return {
    dense: attention + perRank(moeSharedParameters(a), tensor),
    expert: ((a.moe.experts / expert) * expertParameters(a)) / expertTensor,
  };
}

/** Input table (first stage), and output layer with its norm and multi-token-prediction parts (last stage), on one GPU; `together`: on the same one, which holds a tied table once. */
export function endsShard(
  a: Architecture,
  layout: Layout,
  together: boolean,
): { readonly first: number; readonly last: number } {
  const table = (a.vocab * a.hidden) / layout.tensor;
  const norm = a.norm === 'layernorm' ? 2 * a.hidden : a.hidden;
  const shared = a.tiedEmbeddings && together;
  return {
    first: table + a.learnedPositions * a.hidden,
    last: (shared ? 0 : table) + norm + (a.mtpLayers * mtpParameters(a)) / layout.tensor,
  };
}
