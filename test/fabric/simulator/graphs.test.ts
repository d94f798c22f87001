import { describe, expect, it } from 'vitest';
import type { Graph } from '../../../src/fabric/simulator/graph.ts';
import { waysOf } from '../../../src/fabric/simulator/minimal-paths.ts';
import { splitRoutes } from '../../../src/fabric/simulator/routing.ts';
import { siteOf } from './site.ts';

const kinds: readonly (readonly [number, Readonly<Record<string, unknown>>])[] = [
  [64, { kind: 'single-switch' }],
  [384, { kind: 'fat-tree', oversubscription: 2 }],
  [512, { kind: 'fat-tree', tiers: 3, shape: { leaf_down: 16, leaf_up: 16, pods: 4 } }],
  [512, { kind: 'rail-optimized', shape: { leaf_down: 16, leaf_up: 8 } }],
  [4096, { kind: 'rail-optimized', oversubscription: [1, 7] }],
  [512, { kind: 'rail-only', tiers: 2, shape: { leaf_down: 16, leaf_up: 8 } }],
  [512, { kind: 'multi-plane', planes: 4, oversubscription: 3 }],
  [144, { kind: 'dragonfly', shape: { hosts: 4, routers: 4, global_links: 2, groups: 9 } }],
  [256, { kind: 'dragonfly', shape: { hosts: 4, routers: 8, global_links: 4, groups: 8 } }],
  [256, { kind: 'dragonfly-plus', shape: { hosts: 8, leaves: 4, spines: 4, groups: 8, links_per_pair: 4 } }],
  [256, { kind: 'hyperx', shape: { dimensions: [4, 4], hosts: 16, links_per_pair: 2 } }],
  [200, { kind: 'slim-fly', shape: { q: 5 } }],
  [784, { kind: 'slim-fly', shape: { q: 7, hosts: 8 } }],
];

/** Links of a minimal path from a switch, step by step to distance 0. */
function linksFrom(graph: Graph, from: number, distance: Int32Array): number {
  let links = 0;
  for (let at = from; (distance[at] as number) > 0; links++) {
    const onward = graph.out[at]?.find(
      (link) => distance[graph.linkTo[link] as number] === (distance[at] as number) - (graph.linkSteps[link] as number),
    );
    at = graph.linkTo[onward as number] as number;
  }
  return links;
}

/** Switches crossed by the longest of all shortest paths between endpoints that can meet. */
function mostHops(graph: Graph): number {
  const wayTo = waysOf(graph);
  let most = 0;
  graph.attachments.forEach((_, to) => {
    const { distance } = wayTo(to);
    for (const { switches } of graph.attachments) {
      const links = switches.filter((at) => (distance[at] as number) >= 0).map((at) => linksFrom(graph, at, distance));
      if (links.length > 0) most = Math.max(most, 1 + Math.min(...links));
    }
  });
  return most;
}

describe('graphs', () => {
  it.each(kinds)(
    'of %i endpoints (%j) have the switches, cables and diameter that the counts say',
    (gpus, topology) => {
      const { graph, fabric } = siteOf(gpus, { switch: 'qm9700', routing: 'adaptive', ...topology });
      const cables = graph.linkCables.reduce((sum, count) => sum + count, 0) / 2;
      expect(graph.endpoints).toBe(gpus);
      expect(cables).toBe(fabric.interSwitchLinks);
      expect(graph.switches).toBe(fabric.tiers.reduce((sum, tier) => sum + tier.switches, 0));
      expect(mostHops(graph)).toBe(fabric.maxHops);
    },
  );

  it('of a dragonfly take one global link at most, though two would be fewer links', () => {
    const { graph } = siteOf(256, {
      kind: 'dragonfly',
      switch: 'qm9700',
      shape: { hosts: 4, routers: 8, global_links: 4, groups: 8 },
    });
    const routeOf = splitRoutes(graph);
    for (let to = 0; to < graph.attachments.length; to++) {
      const { links, shares } = routeOf(0, to);
      const global = links.reduce((sum, link, i) => sum + (graph.linkTier[link] === 1 ? (shares[i] as number) : 0), 0);
      expect(global).toBeLessThanOrEqual(1 + 1e-12);
    }
  });

  it('of a torus join every place to its neighbours along each axis', () => {
    const { graph, fabric } = siteOf(64, { kind: 'torus', shape: { dimensions: [4, 2, 8] } });
    expect(graph.out.every((links) => links.length === 2 + 1 + 2)).toBe(true);
    expect(graph.linkCables.reduce((sum, count) => sum + count, 0) / 2).toBe(fabric.interSwitchLinks);
    expect(mostHops(graph) - 1).toBe(fabric.maxHops);
  });
});
