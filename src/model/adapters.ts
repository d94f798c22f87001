import type { Architecture } from '../catalog/types.ts';
import type { AdaptedLinear, Layout, Workload } from '../spec/plan.ts';
import type { LayerKind } from './layers.ts';
import { keyValueWidth, queryWidth } from './parameters.ts';
import type { ShardParameters } from './shard.ts';

/** Low-rank adapters over frozen weights. */
export interface Adapters {
  readonly rank: number;
  readonly targets: readonly AdaptedLinear[];
}

/** The adapters a task trains; null: it trains every weight. */
export const adaptersOf = ({ task }: Pick<Workload, 'task'>): Adapters | null =>
  typeof task === 'string' ? null : { rank: task.loraRank, targets: task.loraTargets };

/** One linear layer as the model has it, before it is split over ranks. */
interface Linear {
  readonly target: AdaptedLinear;
  readonly inputs: number;
  readonly outputs: number;
}

function attentionLinears(a: Architecture): readonly Linear[] {
  if (a.mla === null) {
    return [
      { target: 'qkv', inputs: a.hidden, outputs: queryWidth(a) + keyValueWidth(a) },
      { target: 'proj', inputs: queryWidth(a), outputs: a.hidden },
    ];
  }
  const { qRank, kvRank, nopeDim, ropeDim, vDim } = a.mla;
  const queries = a.heads * (nopeDim + ropeDim);
  return [
    ...(qRank === null ? [] : [{ target: 'qkv' as const, inputs: a.hidden, outputs: qRank }]),
    { target: 'qkv', inputs: qRank ?? a.hidden, outputs: queries },
    { target: 'qkv', inputs: a.hidden, outputs: kvRank + ropeDim },
    { target: 'qkv', inputs: kvRank, outputs: a.heads * (nopeDim + vDim) },
    { target: 'proj', inputs: a.heads * vDim, outputs: a.hidden },
  ];
}

const feedForwardLinears = (a: Architecture, width: number): readonly Linear[] => [
  { target: 'fc1', inputs: a.hidden, outputs: (a.gated ? 2 : 1) * width },
  { target: 'fc2', inputs: width, outputs: a.hidden },
];

/** A (inputs x rank) and B (rank x outputs) beside each target. Hu et al. 2021 (arXiv 2106.09685), section 4.1. */
function weightsOf({ rank, targets }: Adapters, linears: readonly Linear[]): number {
  let sum = 0;
  for (const { target, inputs, outputs } of linears) if (targets.includes(target)) sum += rank * (inputs + outputs);
  return sum;
}

/** Adapter weights of one layer: those every token passes, and those of one routed expert. */
export function adapterWeights(
  a: Architecture,
  { moe: expertLayer }: LayerKind,
  adapters: Adapters,
): { readonly shared: number; readonly perExpert: number } {
  const attention = weightsOf(adapters, attentionLinears(a));
  const moe = expertLayer ? a.moe : null;
  if (moe === null) return { shared: attention + weightsOf(adapters, feedForwardLinears(a, a.ffn)), perExpert: 0 };
  const width = moe.sharedExperts * moe.sharedFfn;
  return {
    shared: attention + (width === 0 ? 0 : weightsOf(adapters, feedForwardLinears(a, width))),
    perExpert: weightsOf(adapters, feedForwardLinears(a, moe.ffn)),
  };
}

/** Adapter weights of one layer on one GPU: Megatron-LM's adapters split both matrices over the tensor ranks. */
export function adapterShard(a: Architecture, kind: LayerKind, layout: Layout, adapters: Adapters): ShardParameters {
  const { shared, perExpert } = adapterWeights(a, kind, adapters);
  const local = (a.moe?.experts ?? 0) / layout.expert;
  return { dense: shared / layout.tensor, expert: (local * perExpert) / layout.expertTensor };
}
