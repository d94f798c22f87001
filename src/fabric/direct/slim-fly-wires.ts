import type { Wires } from './wires.ts';

/** Powers of the least primitive element modulo a prime. */
function primitivePowers(q: number): number[] {
  for (let element = 2; ; element++) {
    const powers = [1];
    for (let next = element % q; next !== 1; next = (next * element) % q) powers.push(next);
    if (powers.length === q - 1) return powers;
  }
}

/**
 * Minimal paths of the McKay-Miller-Siran graph of an odd prime q = 4 w + delta: (0, x, y) joins (0, x, y') where y - y' is in
 * the first generator set, (1, m, c) joins (1, m, c') where c - c' is in the second, (0, x, y) joins (1, m, m x + c = y).
 * Generators: even powers and odd powers of a primitive element; for delta = -1 those up to 2 w - 2 and the negatives of them.
 * Source: Hafner, "Geometric realisation of the graphs of McKay-Miller-Siran", 2004; Besta and Hoefler, SC 2014.
 */
export function slimFlyWires(q: number, hosts: number, detour: number): Wires {
  const powers = primitivePowers(q);
  const half = q % 4 === 1 ? (q - 1) / 2 : (q + 1) / 4;
  const setOf = (shift: number): ReadonlySet<number> => {
    const chosen = Array.from({ length: half }, (_, i) => powers[(2 * i + shift) % (q - 1)] as number);
    return new Set(q % 4 === 1 ? chosen : chosen.flatMap((each) => [each, q - each]));
  };
  const sets = [setOf(0), setOf(1)] as const;
  const switches = 2 * q * q;
  const neighbours = Array.from({ length: switches }, (_, at) => {
    const side = Math.floor(at / (q * q));
    const [column, row] = [Math.floor(at / q) % q, at % q];
    const own = [...(sets[side] as ReadonlySet<number>)].map((step) => at - row + ((row + step) % q));
    const across = Array.from({ length: q }, (_, other) =>
      side === 0
        ? q * q + other * q + ((((row - other * column) % q) + q) % q)
        : other * q + ((column * other + row) % q),
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
