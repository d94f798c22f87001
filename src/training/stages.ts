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
 * Layers per chunk in model order. Given, or what the framework does: an even split whose remainder goes to the first
 * chunks, because the last one also holds the output layer, or one by cost.
 * @param headLayers cost of the output layer in layers, where the framework splits by cost; null: evenly
 */
export function entryLayers(layout: Layout, layers: number, headLayers: number | null = null): readonly number[] {
  if (layout.pipelineLayout !== null) return layout.pipelineLayout;
  const entries = layout.pipeline * chunksPerRank(layout.schedule, layout.pipeline, layout.virtualPipeline);
  if (headLayers !== null) return splitByCost(entries, layers, headLayers);
  const base = Math.floor(layers / entries);
  const extra = layers - base * entries;
  return Array.from({ length: entries }, (_, entry) => base + (entry < extra ? 1 : 0));
}

/** Each chunk takes layers until the cost so far reaches its share (nanotron, src/nanotron/models/base.py, build_model). */
function splitByCost(entries: number, layers: number, headLayers: number): readonly number[] {
  const share = (layers + headLayers) / entries;
  const sizes = new Array<number>(entries).fill(0);
  let entry = 0;
  for (let layer = 1; layer <= layers; layer++) {
    sizes[entry] = (sizes[entry] ?? 0) + 1;
    if (layer >= share * (entry + 1) && entry < entries - 1) entry++;
  }
  return sizes;
}

/** Contents of each rank: the chunks that its schedule puts there. */
export function stageContents(
  layout: Layout,
  ofLayer: readonly number[],
  kinds: number,
  headLayers: number | null = null,
): StageContents {
  let layer = 0;
  const chunks = entryLayers(layout, ofLayer.length, headLayers).map((size) => {
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
