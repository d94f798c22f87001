import { drawPlain, drawRails } from './clos.ts';
import type { Blueprint, Draw, Drawn } from './wiring.ts';

/** Every kind that can be drawn as a graph. */
export const draws: Readonly<Record<string, Draw>> = {
  'single-switch': drawPlain,
  'fat-tree': drawPlain,
  'rail-optimized': drawRails,
};

/** The explicit graph of a built fabric. */
export function drawGraph(kind: string, blueprint: Blueprint): Drawn {
  const draw = draws[kind];
  return draw === undefined ? { ok: false, reason: `no graph is drawn of ${kind}` } : draw(blueprint);
}
