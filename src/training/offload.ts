import type { LayerActivations } from '../model/activations.ts';
import type { StageContent } from './stages.ts';

/** Activations of one micro-batch that one rank keeps on the host. */
export interface Offload {
  /** Layers of each kind. */
  readonly layers: readonly number[];
  /** What travels to the host in the forward pass, and back in the backward pass, bytes. */
  readonly bytes: number;
  /** The largest of these layers, bytes. */
  readonly largestBytes: number;
}

/** The first `budget` layers of a rank move to the host. */
export function offloaded(content: StageContent, activations: readonly LayerActivations[], budget: number): Offload {
  let left = budget;
  let bytes = 0;
  let largestBytes = 0;
  const layers = content.layers.map((count, kind) => {
    const moved = Math.min(count, left);
    left -= moved;
    const one = activations[kind]?.keptBytes ?? 0;
    bytes += moved * one;
    if (moved > 0) largestBytes = Math.max(largestBytes, one);
    return moved;
  });
  return { layers, bytes, largestBytes };
}

/** Layers whose activations are on the GPU while they travel: one comes or goes while its neighbour computes. */
export const LAYERS_UNDER_WAY = 2;
