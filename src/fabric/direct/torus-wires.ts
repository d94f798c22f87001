import type { UseLink, Wires } from './wires.ts';

/** One way along an axis: links to go, and the direction. */
interface Leg {
  readonly axis: number;
  readonly links: number;
  readonly step: 1 | -1;
}

/**
 * Minimal paths of a torus, every order of its steps alike; opposite places of a ring are reached both ways. The last axis
 * varies fastest. Adaptive routing of tori stays minimal (Adiga et al., "Blue Gene/L torus interconnection network", IBM J. R&D,
 * 2005).
 */
export function torusWires(sizes: readonly number[]): Wires {
  const places = sizes.reduce((product, size) => product * size, 1);
  const steps = sizes.map((_, axis) => sizes.slice(axis + 1).reduce((product, size) => product * size, 1));
  const coordinate = (place: number, axis: number): number =>
    Math.floor(place / (steps[axis] as number)) % (sizes[axis] as number);
  const moved = (place: number, { axis, step }: Leg): number => {
    const size = sizes[axis] as number;
    const at = coordinate(place, axis);
    return place + (((at + step + size) % size) - at) * (steps[axis] as number);
  };

  /** Shares of a box of equal paths: a place of it is left along an axis by the paths that still go that way. */
  const walk = (from: number, legs: readonly Leg[], share: number, use: UseLink): void => {
    let layer = new Map<string, { place: number; left: readonly number[]; share: number }>();
    const start = legs.map(({ links }) => links);
    layer.set(start.join(), { place: from, left: start, share });
    while (layer.size > 0) {
      const next: typeof layer = new Map();
      for (const { place, left, share: here } of layer.values()) {
        const togo = left.reduce((sum, links) => sum + links, 0);
        legs.forEach((leg, index) => {
          const links = left[index] as number;
          if (links === 0) return;
          // Of the orders of the steps left, this part takes a step along this axis first.
          const taken = (here * links) / togo;
          use((place * sizes.length + leg.axis) * 2 + (leg.step > 0 ? 1 : 0), 0, 0, taken);
          const rest = left.with(index, links - 1);
          const key = rest.join();
          const known = next.get(key);
          if (known === undefined) next.set(key, { place: moved(place, leg), left: rest, share: taken });
          else known.share += taken;
        });
      }
      layer = next;
    }
  };

  return {
    switches: places,
    endpointsPerSwitch: 1,
    linksPerPath: sizes.reduce((product, size) => product * (1 + size / 4), 1),
    levels: [{ linksOf: () => places * sizes.reduce((sum, size) => sum + Math.min(2, size - 1), 0), detour: null }],
    path(from, to, use) {
      const ways = sizes.reduce<Leg[][]>(
        (all, size, axis) => {
          const ahead = (coordinate(to, axis) - coordinate(from, axis) + size) % size;
          if (ahead === 0) return all;
          const legs: Leg[] = [];
          if (2 * ahead <= size) legs.push({ axis, links: ahead, step: 1 });
          // A ring of two has one link.
          if (2 * ahead >= size && size > 2) legs.push({ axis, links: size - ahead, step: -1 });
          return all.flatMap((way) => legs.map((leg) => [...way, leg]));
        },
        [[]],
      );
      for (const way of ways) walk(from, way, 1 / ways.length, use);
    },
  };
}
