import { type FiniteField, finiteField } from './finite-field.ts';
import { attachInOrder, type Draw, linkRate, shapeOf, startGraph } from './wiring.ts';

/**
 * Generator sets of the two halves of a McKay-Miller-Siran graph. q = 4 w and 4 w + 1: even and odd powers of a primitive
 * element. q = 4 w - 1: even powers up to 2 w - 2 and odd ones from 2 w - 1, and the same one power further.
 */
function generators({ size: q, powers }: FiniteField): readonly [ReadonlySet<number>, ReadonlySet<number>] {
  const w = Math.round(q / 4);
  const exponents =
    q % 4 === 3
      ? Array.from({ length: 2 * w }, (_, i) => (i < w ? 2 * i : 2 * i - 1))
      : Array.from({ length: 2 * w }, (_, i) => 2 * i);
  const set = (shift: number): ReadonlySet<number> =>
    new Set(exponents.map((exponent) => powers[(exponent + shift) % (q - 1)] as number));
  return [set(0), set(1)];
}

/**
 * Two halves of q x q routers: (0, x, y) joins (0, x, y') where y - y' is a generator of the first set, (1, m, c) joins
 * (1, m, c') where c - c' is one of the second, and (0, x, y) joins (1, m, c) where y = m x + c, in the field of q elements.
 * Source: Besta and Hoefler, "Slim Fly", SC 2014, section II-B.
 */
export const drawSlimFly: Draw = (blueprint) =>
  startGraph(blueprint, ['router'], (builder) => {
    const q = shapeOf(blueprint, 'q');
    const field = q < 3 ? null : finiteField(q);
    if (field === null || q % 4 === 2) return { ok: false, reason: `no slim fly of q = ${q} can be drawn` };
    const rate = linkRate(blueprint);
    const sets = generators(field);
    const first = builder.addSwitches(0, 2 * q * q);
    const router = (half: number, column: number, row: number): number => first + (half * q + column) * q + row;
    for (let half = 0; half < 2; half++) {
      for (let column = 0; column < q; column++) {
        for (let a = 0; a < q; a++) {
          for (let b = a + 1; b < q; b++) {
            if (sets[half]?.has(field.subtract(b, a)))
              builder.join(router(half, column, a), router(half, column, b), 1, rate);
          }
        }
      }
    }
    for (let x = 0; x < q; x++) {
      for (let m = 0; m < q; m++) {
        for (let c = 0; c < q; c++)
          builder.join(router(0, x, field.add(field.multiply(m, x), c)), router(1, m, c), 1, rate);
      }
    }
    const delta = q % 4 === 3 ? -1 : q % 4;
    return attachInOrder(builder, blueprint, first, shapeOf(blueprint, 'hosts', Math.ceil((3 * q - delta) / 4)), [
      first,
      2 * q * q,
    ]);
  });
