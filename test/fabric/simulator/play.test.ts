import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SimulatedPattern } from '../../../src/fabric/simulator/patterns.ts';
import { groupsOf, type Placement, placeDomains } from '../../../src/fabric/simulator/placement.ts';
import { play } from '../../../src/fabric/simulator/play.ts';
import { simulate, simulateOn } from '../../../src/fabric/simulator/simulate.ts';
import { siteOf, smallTree } from './site.ts';

const patternNames: readonly SimulatedPattern[] = [
  'ring',
  'tree',
  'neighbour',
  'all-to-all',
  'flat-all-to-all',
  'point-to-point',
  'halving-doubling',
];
const everyone = (domains: number): number[] => Array.from({ length: domains }, (_, i) => i);

describe('completion times worked out by hand', () => {
  it('one flow takes its bytes over the NIC', () => {
    const { timeS, slowestTier } = play(
      smallTree(2, 2, 2),
      [{ pattern: 'point-to-point', groups: [[0, 3]], bytes: 6 }],
      { routing: 'adaptive' },
    );
    expect(timeS).toBeCloseTo(6, 9);
    expect(slowestTier).toBe('nic');
  });

  it('a packed ring does not feel an oversubscribed leaf, a scattered one does', () => {
    // Four domains a leaf, uplinks of 1 in all: 4:1. Packed, one domain's worth leaves a leaf; scattered, all four.
    const graph = smallTree(4, 4, 1);
    const ring = (placement: 'packed' | 'scattered'): number =>
      simulateOn(
        graph,
        { routing: 'adaptive', backgroundLoad: [] },
        'ring',
        { domains: 16, stride: 1 },
        { bytes: 5, placement },
      ).timeS;
    expect(ring('packed')).toBeCloseTo(5, 9);
    expect(ring('scattered')).toBeCloseTo(20, 9);
  });

  it('an all-to-all over an oversubscribed leaf takes what leaves it over what it has', () => {
    // Each of 4 domains of a leaf sends 12 of 15 peers' shares through a single uplink.
    const { timeS, slowestTier } = play(
      smallTree(4, 4, 1),
      [{ pattern: 'all-to-all', groups: [everyone(16)], bytes: 15 }],
      { routing: 'adaptive' },
    );
    expect(timeS).toBeCloseTo(4 * 12, 9);
    expect(slowestTier).toBe('leaf');
  });

  it('flows that end free their share for the rest', () => {
    // Two jobs over one uplink: 3 bytes and 1 byte at half rate until 2 s, then the long one alone.
    const { jobEndS } = play(
      smallTree(2, 2, 1),
      [
        { pattern: 'point-to-point', groups: [[0, 2]], bytes: 3 },
        { pattern: 'point-to-point', groups: [[1, 3]], bytes: 1 },
      ],
      { routing: 'adaptive' },
    );
    expect(jobEndS[1]).toBeCloseTo(2, 9);
    expect(jobEndS[0]).toBeCloseTo(4, 9);
  });

  it('what others take of a tier is not there for the job', () => {
    const time = (load: number): number =>
      play(smallTree(2, 1, 1), [{ pattern: 'ring', groups: [[0, 1]], bytes: 4 }], {
        routing: 'adaptive',
        backgroundLoad: [load],
      }).timeS;
    expect(time(0)).toBeCloseTo(4, 9);
    expect(time(0.75)).toBeCloseTo(16, 9);
  });

  it('recursive halving and doubling goes through its steps one after the other', () => {
    // 4 domains on one switch each send 1/2, 1/4, 1/4, 1/2 of the data one after the other: all of it at NIC rate.
    const { timeS } = play(smallTree(1, 4, 1), [{ pattern: 'halving-doubling', groups: [everyone(4)], bytes: 6 }], {
      routing: 'adaptive',
    });
    expect(timeS).toBeCloseTo(6, 9);
  });
});

describe('laws of the simulation', () => {
  const shape = fc.record({
    leaves: fc.integer({ min: 1, max: 4 }),
    perLeaf: fc.integer({ min: 1, max: 4 }),
    spines: fc.integer({ min: 1, max: 4 }),
    pattern: fc.constantFrom(...patternNames),
    routing: fc.constantFrom('adaptive', 'ecmp', 'static'),
    placement: fc.constantFrom<Placement>('packed', 'scattered', 'random', 0.5),
    seed: fc.integer({ min: 1, max: 1000 }),
  });

  it('all that is sent arrives, no link is ever above its capacity, and nobody is faster than the busiest link', () => {
    fc.assert(
      fc.property(shape, ({ leaves, perLeaf, spines, pattern, routing, placement, seed }) => {
        const domains = leaves * perLeaf;
        fc.pre(domains > 1);
        const played = simulateOn(
          smallTree(leaves, perLeaf, spines),
          { routing, backgroundLoad: [] },
          pattern,
          { domains, stride: 1 },
          { bytes: 1000, placement, seed, placementSeed: seed },
        );
        expect(played.receivedBytes).toBeCloseTo(played.sentBytes, 6);
        expect(played.peakLoad).toBeLessThanOrEqual(1 + 1e-9);
        expect(played.timeS).toBeGreaterThanOrEqual(Math.max(...played.tiers.map((t) => t.busiestS)) * (1 - 1e-9));
      }),
      { numRuns: 200 },
    );
  });

  it('more capacity between the switches never makes a pattern slower', () => {
    fc.assert(
      fc.property(shape, ({ leaves, perLeaf, spines, pattern, routing, placement, seed }) => {
        const domains = leaves * perLeaf;
        fc.pre(domains > 1);
        const time = (uplink: number): number =>
          simulateOn(
            smallTree(leaves, perLeaf, spines, uplink),
            { routing, backgroundLoad: [] },
            pattern,
            { domains, stride: 1 },
            { bytes: 1000, placement, seed, placementSeed: seed },
          ).timeS;
        expect(time(2)).toBeLessThanOrEqual(time(1) * (1 + 1e-9));
      }),
    );
  });

  it('classes of alike flows give the same times as the flows one by one', () => {
    for (const kind of ['fat-tree', 'rail-optimized']) {
      for (const oversubscription of [1, 3]) {
        const site = siteOf(64, {
          kind,
          oversubscription,
          shape: { leaf_down: 24, leaf_up: 8 * (4 - oversubscription) },
        });
        for (const pattern of patternNames) {
          for (const placement of ['packed', 'scattered', 'random'] as const) {
            const [one, alike] = [false, true].map((classes) =>
              simulateOn(
                site.graph,
                { routing: 'adaptive', backgroundLoad: [] },
                pattern,
                { domains: 4, stride: 2 },
                { bytes: 1e9, placement, classes },
              ),
            );
            expect(alike?.timeS).toBeCloseTo(one?.timeS as number, 12);
            alike?.tiers.forEach((tier, index) => {
              expect(tier.bytes / 1e9).toBeCloseTo((one?.tiers[index]?.bytes as number) / 1e9, 6);
            });
          }
        }
      }
    }
  });

  it('a tolerance changes the time by no more than itself, upwards', () => {
    const graph = smallTree(4, 8, 4, 2);
    for (let seed = 1; seed <= 10; seed++) {
      const time = (tolerance: number): number =>
        play(graph, [{ pattern: 'all-to-all', groups: [everyone(32)], bytes: 1 }], { routing: 'ecmp', seed, tolerance })
          .timeS;
      expect(time(0.01)).toBeGreaterThanOrEqual(time(0) * 0.999);
      expect(time(0.01)).toBeLessThanOrEqual(time(0) * 1.03);
    }
  });
});

describe('published lessons, from the graph alone', () => {
  it('a packed ring hardly feels 7:1 at the leaf while an all-to-all collapses', () => {
    const site = siteOf(448, { kind: 'fat-tree', shape: { leaf_down: 56, leaf_up: 8 }, routing: 'adaptive' });
    const time = (pattern: 'ring' | 'all-to-all'): number => {
      const simulated = simulate(site, pattern, { domains: 56, stride: 1 }, { bytes: 1e9 });
      if (!simulated.ok) throw new Error(simulated.reason);
      return simulated.timeS;
    };
    const atNicRate = 1e9 / 400e9;
    expect(time('ring')).toBeCloseTo(atNicRate, 9);
    expect(time('all-to-all')).toBeGreaterThan(6 * atNicRate);
  });

  it('one hashed flow a NIC loses a third or more of a scattered ring where adaptive and aligned static routing do not', () => {
    const site = siteOf(256, { kind: 'fat-tree' });
    const time = (routing: 'adaptive' | 'ecmp' | 'static', seed = 1): number =>
      simulateOn(
        site.graph,
        { routing, backgroundLoad: [] },
        'ring',
        { domains: 32, stride: 1 },
        { bytes: 1e9, placement: 'scattered', seed },
      ).timeS;
    const hashed = Array.from({ length: 20 }, (_, seed) => time('ecmp', seed + 1)).reduce((a, b) => a + b) / 20;
    expect(time('adaptive')).toBeCloseTo(1e9 / 400e9, 9);
    expect(hashed).toBeGreaterThan(1.5 * time('adaptive'));
  });
});

describe('large fabrics', () => {
  it('of 4,096 endpoints run an all-to-all of 16.7 million flows at what leaves the leaves', () => {
    const { graph } = siteOf(4096, { kind: 'fat-tree', oversubscription: 2, routing: 'adaptive' });
    const span = { domains: 512, stride: 1 };
    const routed = { routing: 'adaptive' as const, backgroundLoad: [] };
    const played = simulateOn(graph, routed, 'flat-all-to-all', span, { bytes: 1e9 });
    expect(played.flows).toBe(4096 * 511 * 8);
    expect(played.timeS).toBeCloseTo((2 * (508 / 511) * 1e9) / 400e9, 9);
  });

  it('of 16,384 endpoints run a ring at NIC rate', () => {
    const { graph } = siteOf(16384, { kind: 'rail-optimized', routing: 'adaptive' });
    const routed = { routing: 'adaptive' as const, backgroundLoad: [] };
    const { timeS } = simulateOn(graph, routed, 'ring', { domains: 2048, stride: 1 }, { bytes: 1e9 });
    expect(timeS).toBeCloseTo(1e9 / 400e9, 9);
  });
});

describe('jobs', () => {
  it('of two jobs on one fabric each slows the other only where they share links', () => {
    const graph = smallTree(4, 4, 1);
    const job = (leaves: readonly number[]) => ({
      pattern: 'all-to-all' as const,
      groups: [leaves.flatMap((leaf) => [0, 1, 2, 3].map((place) => 4 * leaf + place))],
      bytes: 7,
    });
    const alone = play(graph, [job([0, 1])], { routing: 'adaptive' }).timeS;
    const apart = play(graph, [job([0, 1]), job([2, 3])], { routing: 'adaptive' }).jobEndS;
    expect(apart[0]).toBeCloseTo(alone, 9);
    const half = (offset: number) => ({
      pattern: 'all-to-all' as const,
      groups: [[0, 1, 4, 5].map((place) => place + offset)],
      bytes: 3,
    });
    const shared = play(graph, [half(0), half(2)], { routing: 'adaptive' }).timeS;
    expect(shared).toBeCloseTo(2 * play(graph, [half(0)], { routing: 'adaptive' }).timeS, 9);
  });

  it('place their members in order, dealt out to the leaves, or shuffled, each domain once', () => {
    const graph = smallTree(3, 4, 1);
    expect(placeDomains(graph, 6, 'packed', 1)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(placeDomains(graph, 6, 'scattered', 1)).toEqual([0, 4, 8, 1, 5, 9]);
    for (const placement of ['random', 0.4] as const) {
      const placed = placeDomains(graph, 12, placement, 7);
      expect([...placed].sort((a, b) => a - b)).toEqual(everyone(12));
      expect(placed).toEqual(placeDomains(graph, 12, placement, 7));
      expect(placed).not.toEqual(placeDomains(graph, 12, placement, 8));
    }
  });

  it('form interleaved groups', () => {
    expect(groupsOf([10, 11, 12, 13, 14, 15, 16, 17, 18], 2, 2)).toEqual([
      [10, 12],
      [11, 13],
      [14, 16],
      [15, 17],
    ]);
  });
});
