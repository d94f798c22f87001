import { galois } from './galois.ts';
import type { Wires } from './wires.ts';

/**
 * Minimal paths of the McKay-Miller-Siran graph of a prime power q = 4 w + delta, in the field of q elements: (0, x, y) joins (0, x, y') where y - y' is in
 * the first generator set, (1, m, c) joins (1, m, c') where c - c' is in the second, (0, x, y) joins (1, m, m x + c = y).
 * Generators: even powers and odd powers of a primitive element; for delta = -1 those up to 2 w - 2 and the negatives of them.
 * Source: Hafner, "Geometric realisation of the graphs of McKay-Miller-Siran", 2004; Besta and Hoefler, SC 2014.
 */
export function slimFlyWires(q: number, hosts: number, detour: number): Wires {
  const { powers, add, negative, multiply } = galois(q);
  const half = q % 4 === 3 ? (q + 1) / 4 : Math.floor(q / 2);
  const setOf = (shift: number): ReadonlySet<number> => {
    const chosen = Array.from({ length: half }, (_, i) => powers[(2 * i + shift) % (q - 1)] as number);
    return new Set(q % 4 === 3 ? chosen.flatMap((each) => [each, negative(each)]) : chosen);
  };
  const sets = [setOf(0), setOf(1)] as const;
  const switches = 2 * q * q;
  const neighbours = Array.from({ length: switches }, (_, at) => {
    const side = Math.floor(at / (q * q));
    const [column, row] = [Math.floor(at / q) % q, at % q];
    const own = [...(sets[side] as ReadonlySet<number>)].map((step) => at - row + add(row, step));
    const across = Array.from({ length: q }, (_, other) =>
      side === 0
        ? q * q + other * q + add(row, negative(multiply(other, column)))
        : other * q + add(multiply(column, other), row),
    );
    return [...own, ...across];
  });
  const adjacent = neighbours.map((each) => new Set(each));
  const links = neighbours.reduce((sum, each) => sum + each.length, 0);
  return {
    switches,
    endpointsPerSwitch: hosts,
    linksPerPath: 1,
    levels: [{ linksOf: () => links, detour }],
    path(from, to, use) {
      if (adjacent[from]?.has(to) === true) {
        use(from * switches + to, 0, 0, 1);
        return;
      }
      const between = (neighbours[from] ?? []).filter((middle) => adjacent[middle]?.has(to) === true);
      for (const middle of between) {
        use(from * switches + middle, 0, 0, 1 / between.length);
        use(middle * switches + to, 0, 0, 1 / between.length);
      }
    },
  };
}
