import type { Layout } from '../spec/plan.ts';

/** Layers of each stage by kind: `counts[stage][kind]`. */
export type StageCounts = readonly (readonly number[])[];

/**
 * Layers per (virtual) stage entry in model order. Given, or an even split: the remainder goes to the first entries, because
 * the last one also holds the output layer (Megatron-LM refuses uneven splits by default; nanotron balances by cost).
 */
export function entryLayers(layout: Layout, layers: number): readonly number[] {
  if (layout.pipelineLayout !== null) return layout.pipelineLayout;
  const entries = layout.pipeline * layout.virtualPipeline;
  const base = Math.floor(layers / entries);
  const extra = layers - base * entries;
  return Array.from({ length: entries }, (_, entry) => base + (entry < extra ? 1 : 0));
}

/** Entry e of the model order runs on stage e mod pipeline (Megatron-LM interleaving). */
export function stageCounts(layout: Layout, ofLayer: readonly number[], kinds: number): StageCounts {
  const counts = Array.from({ length: layout.pipeline }, () => new Array<number>(kinds).fill(0));
  let layer = 0;
  entryLayers(layout, ofLayer.length).forEach((size, entry) => {
    const stage = counts[entry % layout.pipeline];
    for (let i = 0; i < size; i++) {
      const kind = ofLayer[layer++];
      if (stage !== undefined && kind !== undefined) stage[kind] = (stage[kind] ?? 0) + 1;
    }
  });
  return counts;
}
