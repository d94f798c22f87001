import type { GraphBuilder } from '../graph.ts';
import { attachInOrder, type Blueprint, type Draw, linkRate, shapeListOf, shapeOf, startGraph } from './wiring.ts';

/** Visits every line of a grid along every axis, as the numbers of its places in order. The last axis varies fastest. */
function eachLine(sizes: readonly number[], visit: (axis: number, line: readonly number[]) => void): void {
  const places = sizes.reduce((product, size) => product * size, 1);
  let step = places;
  sizes.forEach((size, axis) => {
    step /= size;
    for (let place = 0; place < places; place++) {
      if (Math.floor(place / step) % size !== 0) continue;
      visit(
        axis,
        Array.from({ length: size }, (_, i) => place + i * step),
      );
    }
  });
}

const placesOf = (sizes: readonly number[]): number => sizes.reduce((product, size) => product * size, 1);

/**
 * An endpoint at every place of a grid whose axes close to rings; each passes traffic on. A ring of two has one link.
 * Adaptive routing of tori stays minimal (Adiga et al., "Blue Gene/L torus interconnection network", IBM J. R&D, 2005).
 */
export const drawTorus: Draw = (blueprint) =>
  startGraph(blueprint, ['torus'], (builder) => {
    const sizes = shapeListOf(blueprint, 'dimensions');
    const links = sizes.reduce((sum, size) => sum + Math.min(2, size - 1), 0);
    const rate = blueprint.topology.linkBytesPerS[0] ?? blueprint.cluster.nic.bytesPerS / Math.max(1, links);
    const first = builder.addSwitches(0, placesOf(sizes));
    eachLine(sizes, (_, line) => {
      line.forEach((place, i) => {
        if (line.length < 2 || (line.length === 2 && i === 1)) return;
        builder.join(first + place, first + (line[(i + 1) % line.length] as number), 1, rate);
      });
    });
    builder.onTorus(sizes);
    return attachInOrder(builder, blueprint, first, 1);
  });

/** Routers on a grid, completely joined along each axis. */
export const drawHyperx: Draw = (blueprint) =>
  startGraph(blueprint, ['router'], (builder) => {
    const sizes = shapeListOf(blueprint, 'dimensions');
    const first = builder.addSwitches(0, placesOf(sizes));
    joinLines(builder, blueprint, sizes, first);
    return attachInOrder(builder, blueprint, first, shapeOf(blueprint, 'hosts'), [first, placesOf(sizes)]);
  });

function joinLines(builder: GraphBuilder, blueprint: Blueprint, sizes: readonly number[], first: number): void {
  const stated = shapeListOf(blueprint, 'links_per_pair');
  const rate = linkRate(blueprint);
  eachLine(sizes, (axis, line) => {
    const cables = stated[axis] ?? stated.at(-1) ?? 1;
    line.forEach((a, i) => {
      for (const b of line.slice(i + 1)) builder.join(first + a, first + b, cables, rate);
    });
  });
}
