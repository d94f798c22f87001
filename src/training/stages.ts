import type { Layout } from '../spec/plan.ts';
import { chunksPerRank } from '../spec/schedule-rules.ts';
import { scheduleOf } from './schedules/registry.ts';

/** What one pipeline rank holds of the model. */
export interface StageContent {
  /** Layers by kind. */
  readonly layers: readonly number[];
  /** The input table, and the output layer with the loss. */
  readonly embedding: boolean;
  readonly head: boolean;
}

export type StageContents = readonly StageContent[];

/**
 * Layers per chunk in model order. Given, or an even split: the remainder goes to the first chunks, because the last one
 * also holds the output layer (Megatron-LM refuses uneven splits by default; nanotron balances by cost).
 */
export function entryLayers(layout: Layout, layers: number): readonly number[] {
  if (layout.pipelineLayout !== null) return layout.pipelineLayout;
  const entries = layout.pipeline * chunksPerRank(layout.schedule, layout.pipeline, layout.virtualPipeline);
  const base = Math.floor(layers / entries);
  const extra = layers - base * entries;
  return Array.from({ length: entries }, (_, entry) => base + (entry < extra ? 1 : 0));
}

/** Contents of each rank: the chunks that its schedule puts there. */
export function stageContents(layout: Layout, ofLayer: readonly number[], kinds: number): StageContents {
  let layer = 0;
  const chunks = entryLayers(layout, ofLayer.length).map((size) => {
    const counts = new Array<number>(kinds).fill(0);
    for (let i = 0; i < size; i++) {
      const kind = ofLayer[layer++];
      if (kind !== undefined) counts[kind] = (counts[kind] ?? 0) + 1;
    }
    return counts;
  });
  const { chunksOf } = scheduleOf(layout);
  return Array.from({ length: layout.pipeline }, (_, rank) => {
    const own = chunksOf(rank, layout.pipeline, chunks.length);
    return {
      layers: Array.from({ length: kinds }, (_, kind) => own.reduce((sum, at) => sum + (chunks[at]?.[kind] ?? 0), 0)),
      embedding: own.includes(0),
      head: own.includes(chunks.length - 1),
    };
  });
}
