import { describe, expect, it } from 'vitest';
import type { Pattern } from '../../src/fabric/types.ts';
import { fabricOf, NIC_BYTES_PER_S } from './fixture.ts';

const NICS = 8;

/** Links between the endpoints [0, NICS) and all others, counted place by place. */
function linksOut(sizes: readonly number[]): number {
  const steps = sizes.map((_, axis) => sizes.slice(axis + 1).reduce((product, size) => product * size, 1));
  let links = 0;
  for (let place = 0; place < NICS; place++) {
    sizes.forEach((size, axis) => {
      const step = steps[axis] as number;
      const at = Math.floor(place / step) % size;
      const next = size > 2 ? [(at + 1) % size, (at + size - 1) % size] : size === 2 ? [1 - at] : [];
      for (const to of next) if (place + (to - at) * step >= NICS) links++;
    });
  }
  return links;
}

describe.each([[[16, 16, 8]], [[512, 4]], [[2048]], [[8, 8, 32]], [[4, 2, 256]]])('a torus of %j', (dimensions) => {
  const nodes = 256;
  const links = dimensions.reduce((sum, size) => sum + Math.min(2, size - 1), 0);
  const fabric = fabricOf({ nodes, ports: 64, topology: { kind: 'torus', shape: { dimensions }, routing: 'static' } });

  it.each<Pattern>(['ring', 'tree', 'all-to-all', 'neighbour'])(
    'lets no node send more in a %s than its links carry',
    (pattern) => {
      const most = (linksOut(dimensions) * NIC_BYTES_PER_S) / links;
      for (const domains of [2, 8, 64, nodes]) {
        const { domainBytesPerS } = fabric.capacity(pattern, { domains, stride: 1 });
        expect(domainBytesPerS).toBeLessThanOrEqual(most * (1 + 1e-9));
      }
    },
  );
});

describe('rings on a torus of single endpoints', () => {
  it('use every link of an endpoint where the job fills the torus', () => {
    const all = fabricOf({
      nodes: 64,
      ports: 64,
      topology: { kind: 'torus', shape: { dimensions: [8, 8, 8] }, routing: 'static' },
    }).capacity('ring', { domains: 64, stride: 1 });
    // Nodes fill the last axis: their NICs ring along the four links of the other two.
    expect(all.domainBytesPerS / (NICS * NIC_BYTES_PER_S)).toBeCloseTo(4 / 6, 9);
  });
});
