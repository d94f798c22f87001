import { describe, expect, it } from 'vitest';
import { finiteField } from '../../../src/fabric/simulator/graphs/finite-field.ts';
import { siteOf } from './site.ts';

describe('a field', () => {
  it.each([3, 4, 5, 8, 9, 16, 25, 27])('of %i elements has an inverse of each but 0, and distributes', (q) => {
    const field = finiteField(q);
    if (field === null) throw new Error('q is a power of a prime');
    const { add, multiply, powers } = field;
    expect(new Set(powers).size).toBe(q - 1);
    for (const a of powers) {
      expect(powers.filter((b) => multiply(a, b) === 1)).toHaveLength(1);
      for (const b of powers) expect(multiply(a, add(b, 1))).toBe(add(multiply(a, b), a));
    }
  });

  it.each([6, 15, 28])('of %i elements does not exist', (q) => {
    expect(finiteField(q)).toBeNull();
  });
});

describe('the graph of a slim fly of q', () => {
  it.each([4, 5, 7, 8, 9])('= %i: alike routers, any two at most two links apart', (q) => {
    const delta = q % 4 === 3 ? -1 : q % 4;
    const { graph } = siteOf(8, { kind: 'slim-fly', switch: 'qm9700', shape: { q, hosts: 1 } });
    expect(graph.switches).toBe(2 * q * q);
    const neighbours = graph.out.map((links) => new Set(links.map((link) => graph.linkTo[link] as number)));
    for (const [at, near] of neighbours.entries()) {
      expect(near.size).toBe((3 * q - delta) / 2);
      const reached = new Set([at, ...near, ...[...near].flatMap((other) => [...(neighbours[other] ?? [])])]);
      expect(reached.size).toBe(2 * q * q);
    }
  });
});
