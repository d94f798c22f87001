import { drawPlain, drawPlanes, drawRails, drawSeparateRails } from './clos.ts';
import { drawDragonfly } from './dragonfly.ts';
import { drawDragonflyPlus } from './dragonfly-plus.ts';
import { drawHyperx, drawTorus } from './grid.ts';
import { drawSlimFly } from './slim-fly.ts';
import type { Blueprint, Draw, Drawn } from './wiring.ts';

/** Every kind that can be drawn as a graph. */
const draws: Readonly<Record<string, Draw>> = {
  'single-switch': drawPlain,
  'fat-tree': drawPlain,
  'rail-optimized': drawRails,
  'rail-only': drawSeparateRails,
  'multi-plane': drawPlanes,
  dragonfly: drawDragonfly,
  'dragonfly-plus': drawDragonflyPlus,
  torus: drawTorus,
  hyperx: drawHyperx,
  'slim-fly': drawSlimFly,
};

/** The explicit graph of a built fabric. */
export function drawGraph(kind: string, blueprint: Blueprint): Drawn {
  const draw = draws[kind];
  return draw === undefined ? { ok: false, reason: `no graph is drawn of ${kind}` } : draw(blueprint);
}
