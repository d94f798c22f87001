import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pattern, Span } from '../../src/fabric/types.ts';
import type { Placement, TopologyPlan } from '../../src/spec/plan.ts';
import { fabricOf, NIC_BYTES_PER_S, refusalOf } from './fixture.ts';

const NODES = 128;
const NODE_BYTES_PER_S = 8 * NIC_BYTES_PER_S;

const designs: readonly Partial<TopologyPlan>[] = [
  { kind: 'fat-tree', oversubscription: [3] },
  { kind: 'fat-tree', tiers: 3, oversubscription: [1, 7], shape: { leaf_down: 32, leaf_up: 32, pods: 4 } },
  { kind: 'rail-optimized', shape: { leaf_down: 16, leaf_up: 8 } },
  { kind: 'fat-tree', shape: { zones: 2, zone_links: 64 } },
  { kind: 'dragonfly', shape: { hosts: 4, routers: 8, global_links: 4, groups: 32 } },
  { kind: 'hyperx', shape: { dimensions: [8, 8], hosts: 16 } },
  { kind: 'torus', shape: { dimensions: [8, 8, 16] } },
];

const topologies = fc.constantFrom(...designs);
const patterns = fc.constantFrom<Pattern>('ring', 'all-to-all', 'neighbour', 'tree');
const routings = fc.constantFrom<TopologyPlan['routing']>('adaptive', 'ecmp');
const spans = fc
  .tuple(fc.integer({ min: 2, max: NODES }), fc.nat())
  .map(([domains, rest]): Span => ({ domains, stride: 1 + (rest % Math.floor(NODES / domains)) }));

const rate = (topology: Partial<TopologyPlan>, pattern: Pattern, span: Span): number =>
  fabricOf({ nodes: NODES, ports: 64, topology }).capacity(pattern, span).domainBytesPerS;

const placed = (topology: Partial<TopologyPlan>, placement: Placement): Partial<TopologyPlan> => ({
  ...topology,
  placement,
});

describe('a placement', () => {
  it('that scatters a group is never faster than a packed one', () => {
    fc.assert(
      fc.property(topologies, patterns, spans, routings, (topology, pattern, span, routing) => {
        const here = { ...topology, routing };
        expect(rate(placed(here, 'scattered'), pattern, span)).toBeLessThanOrEqual(
          rate(here, pattern, span) * (1 + 1e-9),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('with a larger share at random goes from packed to random in one direction', () => {
    const shares = [0, 0.25, 0.5, 0.75, 1];
    fc.assert(
      fc.property(fc.constantFrom(...designs.slice(0, 4)), patterns, spans, (topology, pattern, span) => {
        const times = shares.map((share) => 1 / rate(placed(topology, share), pattern, span));
        const rising = (times.at(-1) as number) >= (times[0] as number);
        for (let i = 1; i < times.length; i++) {
          const [before, after] = [times[i - 1] as number, times[i] as number];
          if (rising) expect(after).toBeGreaterThanOrEqual(before * (1 - 1e-9));
          else expect(after).toBeLessThanOrEqual(before * (1 + 1e-9));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('hurts a ring below a 3:1 leaf by the ratio, and leaves a group of one leaf in place only when packed', () => {
    const leaf = { kind: 'fat-tree', oversubscription: [3] };
    const span = { domains: 4, stride: 1 };
    expect(rate(leaf, 'ring', span)).toBe(NODE_BYTES_PER_S);
    expect(rate(placed(leaf, 'scattered'), 'ring', span) / NODE_BYTES_PER_S).toBeCloseTo(0.95 / 3, 6);
  });
});

describe('background load', () => {
  it('never makes a pattern faster, whatever tier it is on', () => {
    const loads = fc.array(fc.double({ min: 0, max: 0.9, noNaN: true }), { minLength: 1, maxLength: 1 });
    fc.assert(
      fc.property(topologies, patterns, spans, loads, (topology, pattern, span, backgroundLoad) => {
        const busy = rate({ ...topology, backgroundLoad }, pattern, span);
        expect(busy).toBeLessThanOrEqual(rate(topology, pattern, span) * (1 + 1e-9));
        const busier = backgroundLoad.map((share) => share + 0.05);
        expect(rate({ ...topology, backgroundLoad: busier }, pattern, span)).toBeLessThanOrEqual(busy * (1 + 1e-9));
      }),
      { numRuns: 60 },
    );
  });

  it('of half of the uplinks of a full tree halves an all-to-all and names the tier', () => {
    const at = (backgroundLoad: readonly number[]) =>
      fabricOf({ nodes: NODES, ports: 64, topology: { kind: 'fat-tree', routing: 'static', backgroundLoad } }).capacity(
        'all-to-all',
        { domains: NODES, stride: 1 },
      );
    const share = (NODES - 4) / (NODES - 1);
    expect(at([0.5]).domainBytesPerS / NODE_BYTES_PER_S).toBeCloseTo(0.5 / share, 6);
    expect(at([0.5]).bindingTier).toBe('leaf');
    expect(at([]).domainBytesPerS).toBe(NODE_BYTES_PER_S);
  });

  it('for more tiers than the fabric has is refused', () => {
    const topology = { kind: 'fat-tree', tiers: 2, backgroundLoad: [0.1, 0.2, 0.3] };
    expect(refusalOf({ nodes: NODES, ports: 64, topology }).limit).toBe('background_load');
  });
});
