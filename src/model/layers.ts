import type { Architecture } from '../catalog/types.ts';

/** Layers that cost the same: same feed-forward kind, same attention window. */
export interface LayerKind {
  readonly moe: boolean;
  /** Tokens a query sees; null: all before it. */
  readonly window: number | null;
}

/** First `dense_layers` layers are dense; of the rest every `every`-th is MoE (every 2: the second, fourth, ...). */
export function isMoeLayer(a: Architecture, layer: number): boolean {
  return a.moe !== null && layer >= a.moe.denseLayers && (layer + 1) % a.moe.every === 0;
}

/** The distinct kinds of a model and, per layer in model order, the index of its kind. */
export function layerKinds(a: Architecture): {
  readonly kinds: readonly LayerKind[];
  readonly ofLayer: readonly number[];
} {
  const kinds: LayerKind[] = [];
  const ofLayer: number[] = [];
  for (let layer = 0; layer < a.layers; layer++) {
    const moe = isMoeLayer(a, layer);
    const pattern = a.attentionWindow;
    const window = pattern.length === 0 ? null : (pattern[layer % pattern.length] ?? null);
    let index = kinds.findIndex((kind) => kind.moe === moe && kind.window === window);
    if (index < 0) index = kinds.push({ moe, window }) - 1;
    ofLayer.push(index);
  }
  return { kinds, ofLayer };
}
