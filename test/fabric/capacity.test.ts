import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedMaximum } from '../../src/fabric/capacity/expected-maximum.ts';
import type { Pattern, Span } from '../../src/fabric/types.ts';
import type { TopologyPlan } from '../../src/spec/plan.ts';
import { type Design, fabricOf, NIC_BYTES_PER_S, outcomeOf, switchOf } from './fixture.ts';

const patterns = fc.constantFrom<Pattern>('ring', 'tree', 'all-to-all', 'neighbour');
const NODES = 256;
const NODE_BYTES_PER_S = 8 * NIC_BYTES_PER_S;

const spans = fc
  .tuple(fc.integer({ min: 2, max: NODES }), fc.nat())
  .map(([domains, rest]): Span => ({ domains, stride: 1 + (rest % Math.floor(NODES / domains)) }));

const kinds: readonly (readonly [string, Partial<TopologyPlan>])[] = [
  ['single-switch', {}],
  ['fat-tree', {}],
  ['rail-optimized', {}],
  ['rail-only', {}],
  ['multi-plane', { planes: 2 }],
  ['fat-tree', { shape: { zones: 2, zone_links: 64 } }],
  ['dragonfly', { shape: { hosts: 4, routers: 8, global_links: 8, groups: 64 } }],
  ['dragonfly-plus', { shape: { hosts: 16, leaves: 16, spines: 16, groups: 8, links_per_pair: 16 } }],
  ['torus', { shape: { dimensions: [16, 16, 8] } }],
  ['slim-fly', { shape: { q: 11 } }],
  ['hyperx', { shape: { dimensions: [16, 8], hosts: 16 } }],
];

const design = (kind: string, topology: Partial<TopologyPlan>): Design => ({
  nodes: NODES,
  ports: kind === 'single-switch' ? 4096 : 64,
  topology: { kind, ...topology },
});

const routings = fc.constantFrom('adaptive', 'ecmp', 'static') satisfies fc.Arbitrary<TopologyPlan['routing']>;

describe.each(kinds)('the capacity of %s %j', (kind, topology) => {
  it('lies between nothing and the NICs, with shares from 0 to 1 for each tier', () => {
    fc.assert(
      fc.property(patterns, spans, routings, (pattern, span, routing) => {
        const fabric = fabricOf(design(kind, { ...topology, routing }));
        const { domainBytesPerS, crossing, latencyS } = fabric.capacity(pattern, span);
        expect(domainBytesPerS).toBeGreaterThan(0);
        expect(domainBytesPerS).toBeLessThanOrEqual(NODE_BYTES_PER_S * (1 + 1e-12));
        expect(crossing).toHaveLength((fabric.levels ?? fabric.tiers).length);
        for (const share of crossing) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
        expect(latencyS).toBeGreaterThanOrEqual(0);
        expect(fabric.capacity(pattern, span)).toEqual(fabric.capacity(pattern, span));
      }),
      { numRuns: 40 },
    );
  });

  it('states latencies in order and a hop distribution that adds up', () => {
    const fabric = fabricOf(design(kind, topology));
    expect(fabric.latencyS.min).toBeLessThanOrEqual(fabric.latencyS.mean);
    expect(fabric.latencyS.mean).toBeLessThanOrEqual(fabric.latencyS.max * (1 + 1e-12));
    expect(fabric.hops().reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    if (fabric.bisectionBytesPerS === null) expect(fabric.notes.join()).toMatch(/bisection/);
  });
});

describe('oversubscription', () => {
  it('never raises a capacity', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('fat-tree', 'rail-optimized', 'rail-only', 'multi-plane'),
        patterns,
        spans,
        routings,
        fc.constantFrom([1, 2], [2, 4], [1, 3], [3, 7]),
        (kind, pattern, span, routing, [less = 1, more = 1]) => {
          const at = (ratio: number): number =>
            fabricOf({
              nodes: NODES,
              ports: 64,
              // Leaves of the same nodes, so that only the uplinks differ.
              topology: {
                kind,
                routing,
                ...(kind === 'multi-plane' ? { planes: 2 } : {}),
                shape: { leaf_down: 21, leaf_up: Math.floor(21 / ratio) },
              },
            }).capacity(pattern, span).domainBytesPerS;
          expect(at(more)).toBeLessThanOrEqual(at(less) * (1 + 1e-9));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('of 7:1 at the second tier hardly touches a packed ring and divides an all-to-all by seven', () => {
    const nodes = 3072;
    const at = (oversubscription: readonly number[], pattern: Pattern): number =>
      fabricOf({
        nodes,
        ports: 64,
        topology: { kind: 'fat-tree', tiers: 3, oversubscription, routing: 'static' },
      }).capacity(pattern, { domains: nodes, stride: 1 }).domainBytesPerS;
    expect(at([1, 7], 'ring') / at([1, 1], 'ring')).toBeGreaterThan(0.99);
    const ratio = at([1, 1], 'all-to-all') / at([1, 7], 'all-to-all');
    expect(ratio).toBeGreaterThan(6);
    expect(ratio).toBeLessThan(7.1);
  });

  it('at the leaf is felt where groups leave the leaf, by as much', () => {
    const fabric = fabricOf({
      nodes: NODES,
      ports: 64,
      topology: { kind: 'fat-tree', oversubscription: [2], routing: 'static' },
    });
    expect(fabric.capacity('all-to-all', { domains: 4, stride: 1 }).domainBytesPerS).toBe(NODE_BYTES_PER_S);
    const across = fabric.capacity('all-to-all', { domains: NODES, stride: 1 }).domainBytesPerS;
    expect(NODE_BYTES_PER_S / across).toBeCloseTo(2 * ((NODES - 4) / (NODES - 1)), 6);
  });
});

describe('trees', () => {
  it('too large to be counted edge by edge load a leaf as smaller ones do', () => {
    const at = (nodes: number): number =>
      fabricOf({
        nodes,
        ports: 64,
        topology: { kind: 'fat-tree', shape: { leaf_down: 48, leaf_up: 16 }, tiers: 3 },
      }).capacity('tree', {
        domains: nodes,
        stride: 1,
      }).domainBytesPerS;
    expect(at(4096) / at(1008)).toBeCloseTo(1, 2);
    expect(at(4096)).toBeLessThan(0.8 * NODE_BYTES_PER_S);
  });
});

describe('more bandwidth', () => {
  it('between switches never lowers a capacity', () => {
    const faster = (rate: number) => ({
      ...switchOf(64),
      modes: [{ ports: 64, bytesPerS: rate * NIC_BYTES_PER_S, breakout: 1 }],
    });
    fc.assert(
      fc.property(
        fc.constantFrom('fat-tree', 'rail-optimized'),
        patterns,
        spans,
        routings,
        (kind, pattern, span, routing) => {
          const at = (rate: number): number => {
            const shape = { leaf_down: 32, leaf_up: 16 };
            const topology = { kind, routing, shape, switches: [faster(2)], linkBytesPerS: [rate * NIC_BYTES_PER_S] };
            return fabricOf({ nodes: NODES, ports: 64, topology }).capacity(pattern, span).domainBytesPerS;
          };
          expect(at(2)).toBeGreaterThanOrEqual(at(1) * (1 - 1e-9));
        },
      ),
      { numRuns: 80 },
    );
  });
});

describe('routing', () => {
  const at = (routing: TopologyPlan['routing'], pattern: Pattern): number =>
    fabricOf({ nodes: NODES, ports: 64, topology: { kind: 'fat-tree', routing } }).capacity(pattern, {
      domains: 8,
      stride: NODES / 8,
    }).domainBytesPerS / NODE_BYTES_PER_S;

  it('by hashing loses a third and more of a full tree to few flows where adaptive routing does not', () => {
    expect(at('ecmp', 'ring')).toBeLessThan(2 / 3);
    expect(at('adaptive', 'ring')).toBeGreaterThan(0.9);
  });

  it('that is static keeps the paths of an ordered ring apart', () => {
    expect(at('static', 'ring')).toBe(1);
  });
});

describe('balls in bins', () => {
  // Mean over largest load of U flows, each of q parts, over U links: collectives reference, section 4.5 (Monte Carlo).
  it.each([
    [8, 1, 0.38],
    [8, 8, 0.65],
    [32, 1, 0.28],
    [32, 16, 0.64],
    [64, 1, 0.25],
    [64, 4, 0.43],
    [64, 32, 0.7],
  ])('over %d links in %d parts keep %d of the bandwidth', (links, parts, share) => {
    expect(parts / expectedMaximum(parts, links)).toBeCloseTo(share, 1);
    expect(Math.abs(parts / expectedMaximum(parts, links) - share)).toBeLessThan(0.02);
  });

  it('grow with the number of bins, up to any number', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e5, noNaN: true }), fc.integer({ min: 1, max: 1e9 }), (mean, bins) => {
        const one = expectedMaximum(mean, bins);
        expect(one).toBeGreaterThanOrEqual(mean * (1 - 1e-9));
        expect(expectedMaximum(mean, 2 * bins)).toBeGreaterThanOrEqual(one);
      }),
    );
  });
});

describe('planes and rails', () => {
  it('two planes of two tiers replace three tiers with 3 N / k switches instead of 5 N / k', () => {
    const nodes = 1024;
    const switches = (topology: Partial<TopologyPlan>): number => {
      const half = {
        ...switchOf(64),
        modes: [...switchOf(64).modes, { ports: 128, bytesPerS: NIC_BYTES_PER_S / 2, breakout: 2 }],
      };
      return fabricOf({ nodes, ports: 64, topology: { switches: [half], ...topology } }).tiers.reduce(
        (sum, tier) => sum + tier.switches,
        0,
      );
    };
    const endpoints = nodes * 8;
    expect(switches({ kind: 'fat-tree' })).toBe((5 * endpoints) / 64);
    expect(switches({ kind: 'multi-plane', planes: 2 })).toBe((3 * endpoints) / 64);
  });

  it('rails smaller than a switch share switches where asked to', () => {
    const count = (shape: TopologyPlan['shape']): number | undefined =>
      fabricOf({ nodes: 24, ports: 64, topology: { kind: 'rail-only', shape } }).tiers[0]?.switches;
    expect(count({})).toBe(8);
    expect(count({ share_switches: 1 })).toBe(3);
  });

  it('a fabric of a million GPUs has the counts of its formulas', () => {
    const nodes = 131_072;
    const { tiers } = fabricOf({ nodes, ports: 256, topology: { kind: 'rail-optimized' } });
    expect(tiers.map(({ switches }) => switches)).toEqual([8192, 8192, 4096]);
    expect(outcomeOf({ nodes, ports: 64, topology: { kind: 'fat-tree', tiers: 3 } }).ok).toBe(false);
  });
});
