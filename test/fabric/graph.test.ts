import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topologies } from '../../src/fabric/registry.ts';
import type { Fabric } from '../../src/fabric/types.ts';
import { fabricOf, NIC_BYTES_PER_S, outcomeOf } from './fixture.ts';
import { filled, halves, type Ports, smallestTree, treeOf } from './graph/clos.ts';
import { dragonflyGraph, dragonflyPlusGraph, hyperxGraph, slimFlyGraph, torusGraph } from './graph/direct.ts';
import type { Graph } from './graph/graph.ts';

/** Fabrics compared, by kind. */
const compared = new Map<string, number>();

/** The closed form of so many equal parts against one part built link by link. */
function expectSame(
  fabric: Fabric,
  graph: Graph,
  parts = 1,
  hopsOfLinks = (links: number) => links + 1,
  pairs = graph.hops(),
): void {
  compared.set(fabric.kind, (compared.get(fabric.kind) ?? 0) + 1);
  expect(fabric.interSwitchLinks).toBe(parts * graph.links);
  const all = [...pairs.values()].reduce((sum, count) => sum + count, 0);
  const counted = [...pairs]
    .map(([hops, count]) => ({ hops: hopsOfLinks(hops - 1), share: count / all }))
    .sort((a, b) => a.hops - b.hops);
  expect(fabric.hops().map(({ hops }) => hops)).toEqual(counted.map(({ hops }) => hops));
  counted.forEach(({ share }, index) => {
    expect(fabric.hops()[index]?.share).toBeCloseTo(share, 10);
  });
  expect(fabric.maxHops).toBe(counted.at(-1)?.hops);
  expect(fabric.meanHops).toBeCloseTo(
    counted.reduce((sum, { hops, share }) => sum + hops * share, 0),
    9,
  );
}

const switches = (fabric: Fabric): number => fabric.tiers.reduce((sum, tier) => sum + tier.switches, 0);

/** Same seed, same fabrics. */
const runs = (numRuns: number): fc.Parameters<unknown> => ({ seed: 20_260, numRuns });

/** The ports of a switch of a tier that has uplinks: exactly of the stated ratio, and within the radix. */
function splitOf(fabric: Fabric, tier: number, ratio: number): Ports {
  const { downPorts, upPorts } = fabric.tiers[tier] as Fabric['tiers'][0];
  if (upPorts > 0) expect(downPorts).toBe(ratio * upPorts);
  return { down: downPorts, up: upPorts };
}

const radixes = fc.constantFrom(4, 8, 12, 16, 24, 32);
const ratios = fc.constantFrom(1, 1, 2, 3);

/** Bisection of a tree whose blocks are all full: the first half of the endpoints sends to the second. */
function expectBisection(fabric: Fabric, graph: Graph, parts: number, rate: number): void {
  let before = 0;
  const half = graph.totalEndpoints / 2;
  const first = graph.endpoints.map((count) => {
    before += count;
    return count > 0 && before <= half;
  });
  expect(fabric.bisectionBytesPerS).toBeCloseTo(parts * rate * graph.flow((at) => first[at] === true), -3);
}

describe('a fabric built switch by switch and walked breadth first agrees with the closed form', () => {
  it('for fat trees of one to three tiers', () => {
    fc.assert(
      fc.property(radixes, ratios, ratios, fc.integer({ min: 1, max: 700 }), (radix, first, second, endpoints) => {
        const designOf = (tiers: 'auto' | 3) =>
          ({
            nodes: endpoints,
            perNode: 1,
            ports: radix,
            topology: { kind: 'fat-tree', oversubscription: second === 1 ? [first] : [first, second], tiers },
          }) as const;
        const fewest = outcomeOf(designOf('auto'));
        const outcome = fewest.ok ? fewest : outcomeOf(designOf(3));
        if (!outcome.ok || outcome.fabric.tiers.length > 3) return;
        const { fabric } = outcome;
        const tiers = fabric.tiers.length;
        const leaf = splitOf(fabric, 0, first);
        const leaves = filled(endpoints, leaf.down);
        const spine = tiers === 3 ? splitOf(fabric, 1, second) : halves(radix);
        const design = { leaves, unit: 1, leafUp: leaf.up, spine, radix };
        const graph = treeOf(tiers, design);
        if (graph === null) throw new Error('the tree does not close');
        if (fewest.ok && tiers > 1) expect(treeOf(tiers - 1, design)).toBeNull();
        expect(switches(fabric)).toBe(graph.switches);
        expect(fabric.accessLinks).toBe(endpoints);
        expect(graph.mostPorts).toBeLessThanOrEqual(radix);
        if (endpoints > 1) expectSame(fabric, graph);
      }),
      runs(150),
    );
  });

  it('for the bisection of full trees', () => {
    fc.assert(
      fc.property(fc.constantFrom(4, 6, 8, 12), fc.constantFrom(1, 2, 3), fc.boolean(), (radix, ratio, deep) => {
        if (radix < ratio + 1) return;
        const up = Math.floor(radix / (ratio + 1));
        const down = ratio * up;
        const spine = halves(radix);
        const endpoints = deep ? down * spine.down * radix : down * radix;
        const leaves = filled(endpoints, down);
        const graph = smallestTree({ leaves, unit: 1, leafUp: up, spine, radix });
        if (graph === null) return;
        const fabric = fabricOf({
          nodes: endpoints,
          perNode: 1,
          ports: radix,
          topology: { kind: 'fat-tree', oversubscription: [ratio], shape: { leaf_down: down, leaf_up: up } },
        });
        expectBisection(fabric, graph, 1, NIC_BYTES_PER_S);
      }),
      runs(20),
    );
  });

  it('for rail-optimized trees', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(16, 32, 64),
        fc.constantFrom(2, 4, 8),
        ratios,
        fc.integer({ min: 1, max: 250 }),
        (radix, rails, ratio, nodes) => {
          if (nodes * rails < 2) return;
          const outcome = outcomeOf({
            nodes,
            perNode: rails,
            ports: radix,
            topology: { kind: 'rail-optimized', oversubscription: [ratio] },
          });
          if (!outcome.ok || outcome.fabric.tiers.length > 3) return;
          const { fabric } = outcome;
          const leaf = splitOf(fabric, 0, ratio);
          const leaves = filled(nodes, leaf.down).flatMap((count) => new Array<number>(rails).fill(count));
          const design = { leaves, unit: rails, leafUp: leaf.up, spine: halves(radix), radix };
          const graph = treeOf(fabric.tiers.length, design);
          if (graph === null) throw new Error('the tree does not close');
          expect(switches(fabric)).toBe(graph.switches);
          expect(graph.mostPorts).toBeLessThanOrEqual(radix);
          expectSame(fabric, graph);
        },
      ),
      runs(90),
    );
  });

  it('for rail-only fabrics and planes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(8, 16, 32),
        fc.constantFrom(2, 4, 8),
        fc.integer({ min: 2, max: 150 }),
        fc.boolean(),
        (radix, parts, nodes, planes) => {
          const leaf = halves(radix);
          const endpoints = planes ? nodes * parts : nodes;
          const graph = smallestTree({
            leaves: filled(endpoints, leaf.down),
            unit: 1,
            leafUp: leaf.up,
            spine: leaf,
            radix,
          });
          if (graph === null) return;
          const fabric = fabricOf({
            nodes,
            perNode: parts,
            ports: radix,
            topology: planes ? { kind: 'multi-plane', planes: 2 } : { kind: 'rail-only' },
          });
          const copies = planes ? 2 : parts;
          expect(switches(fabric)).toBe(copies * graph.switches);
          expect(fabric.accessLinks).toBe(copies * endpoints);
          expectSame(fabric, graph, copies);
        },
      ),
      runs(60),
    );
  });

  it('for dragonflies', () => {
    const shapes = fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 4 }), fc.nat())
      .map(([p, a, h, rest]) => ({ p, a, h, g: 2 + (rest % (a * h)) }));
    fc.assert(
      fc.property(shapes, ({ p, a, h, g }) => {
        const graph = dragonflyGraph(p, a, h, g);
        const fabric = fabricOf({
          nodes: p * a * g,
          perNode: 1,
          ports: 64,
          topology: { kind: 'dragonfly', shape: { hosts: p, routers: a, global_links: h, groups: g } },
        });
        expect(switches(fabric)).toBe(graph.switches);
        expect(graph.mostPorts).toBeLessThanOrEqual(fabric.details?.['ports_used_per_router'] ?? 0);
        // Minimal paths take one global link at most, where two could now and then save a step.
        const groupOf = (at: number) => Math.floor(at / a);
        expectSame(fabric, graph, 1, undefined, graph.hops(groupOf));
        if (g % 2 === 0 && (a * h) % (g - 1) === 0) {
          const links = graph.cut((at) => at < (a * g) / 2);
          expect(fabric.bisectionBytesPerS).toBeCloseTo(Math.min(links, (p * a * g) / 2) * NIC_BYTES_PER_S, -3);
        }
      }),
      runs(60),
    );
  });

  it('for dragonfly-plus', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 3 }),
        (hosts, leaves, spines, groups, extra) => {
          const perPair = extra * spines;
          const nodes = hosts * leaves * groups;
          if (nodes < 2) return;
          const graph = dragonflyPlusGraph(hosts, leaves, spines, groups, perPair);
          const fabric = fabricOf({
            nodes,
            perNode: 1,
            ports: 64,
            topology: { kind: 'dragonfly-plus', shape: { hosts, leaves, spines, groups, links_per_pair: perPair } },
          });
          expect(switches(fabric)).toBe(graph.switches);
          expectSame(fabric, graph);
        },
      ),
      runs(40),
    );
  });

  it('for tori', () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shapes, (dimensions) => {
        const graph = torusGraph(dimensions);
        if (graph.switches < 2) return;
        const fabric = fabricOf({
          nodes: graph.switches,
          perNode: 1,
          ports: 64,
          topology: { kind: 'torus', switches: [], shape: { dimensions }, linkBytesPerS: [1e9] },
        });
        expectSame(fabric, graph, 1, (links) => links);
        const longest = Math.max(...dimensions);
        if (longest % 2 === 0) {
          const axis = dimensions.indexOf(longest);
          const stride = dimensions.slice(0, axis).reduce((value, size) => value * size, 1);
          const links = graph.cut((at) => Math.floor(at / stride) % longest < longest / 2);
          expect(fabric.bisectionBytesPerS).toBe(links * 1e9);
        }
      }),
      runs(60),
    );
  });

  it('for hyperx', () => {
    const axes = fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 3 })), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(axes, fc.integer({ min: 1, max: 4 }), (each, hosts) => {
        const dimensions = each.map(([size]) => size);
        const links = each.map(([, count]) => count);
        const graph = hyperxGraph(dimensions, links, hosts);
        if (graph.totalEndpoints < 2) return;
        const fabric = fabricOf({
          nodes: graph.totalEndpoints,
          perNode: 1,
          ports: 128,
          topology: { kind: 'hyperx', shape: { dimensions, hosts, links_per_pair: links } },
        });
        expect(switches(fabric)).toBe(graph.switches);
        expect(graph.mostPorts).toBe(fabric.details?.['ports_used_per_router']);
        expectSame(fabric, graph);
        if (dimensions.every((size) => size % 2 === 0)) {
          let stride = 1;
          const cuts = dimensions.map((size) => {
            const step = stride;
            stride *= size;
            return graph.cut((at) => Math.floor(at / step) % size < size / 2);
          });
          expect(fabric.bisectionBytesPerS).toBeCloseTo(
            Math.min(...cuts, fabric.accessLinks / 2) * NIC_BYTES_PER_S,
            -3,
          );
        }
      }),
      runs(60),
    );
  });

  it.each([3, 5, 7, 11, 13, 17])('for the slim fly of q = %d', (q) => {
    const details = { degree: (3 * q - (q % 4 === 3 ? -1 : 1)) / 2 };
    const hosts = Math.ceil(details.degree / 2);
    const graph = slimFlyGraph(q, hosts);
    const fabric = fabricOf({
      nodes: graph.totalEndpoints,
      perNode: 1,
      ports: 64,
      topology: { kind: 'slim-fly', shape: { q } },
    });
    expect(switches(fabric)).toBe(graph.switches);
    expect(graph.mostPorts).toBe(fabric.details?.['ports_used_per_router']);
    expectSame(fabric, graph);
  });

  it('for more than 300 fabrics of all kinds with more than one switch', () => {
    expect([...compared.keys()].sort()).toEqual(
      topologies
        .map(({ kind }) => kind)
        .filter((kind) => kind !== 'single-switch')
        .sort(),
    );
    expect([...compared.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(300);
  });
});
