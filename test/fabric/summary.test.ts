import { describe, expect, it } from 'vitest';
import { pluggables } from '../../src/economics/links.ts';
import { fabricDescription } from '../../src/fabric/summary.ts';
import { FabricDescriptionSchema } from '../../src/result/topology-schema.ts';
import type { TopologyPlan } from '../../src/spec/plan.ts';
import { fabricOf, planOfDesign } from './fixture.ts';

const kinds: readonly (readonly [string, Partial<TopologyPlan>])[] = [
  ['rail-optimized', {}],
  ['rail-only', {}],
  ['fat-tree', { shape: { zones: 2, zone_links: 64 } }],
  ['dragonfly', { shape: { hosts: 4, routers: 8, global_links: 8, groups: 64 } }],
  ['dragonfly-plus', { shape: { hosts: 16, leaves: 16, spines: 16, groups: 8, links_per_pair: 16 } }],
  ['slim-fly', { shape: { q: 11 } }],
  ['hyperx', { shape: { dimensions: [16, 8], hosts: 16 } }],
];

describe.each(kinds)('the description of %s %j', (kind, topology) => {
  const design = { nodes: 256, ports: 64, topology: { kind, ...topology } };
  const fabric = fabricOf(design);
  const result = fabricDescription(fabric, pluggables(planOfDesign(design), fabric));

  it('has totals that its tiers add up to', () => {
    expect(result.tiers.reduce((sum, tier) => sum + tier.transceivers, 0)).toBe(result.transceivers);
    expect(result.tiers.reduce((sum, tier) => sum + tier.switches, 0)).toBe(result.switches);
    expect(result.access_links).toBe(256 * 8);
  });

  it('counts every port of every switch: in a link or free', () => {
    const free = result.tiers.reduce((sum, tier) => sum + (tier.free_ports ?? 0), 0);
    expect(free + result.access_links + 2 * result.inter_switch_links).toBe(64 * result.switches);
  });

  it('counts modules where links are optical, none in copper cables', () => {
    expect(planOfDesign(design).topology.optics.access.kind).toBe('passive-copper');
    expect(result.transceivers).toBe(2 * result.inter_switch_links);
  });

  it('shares all pairs out to hops and fits its schema', () => {
    expect(result.hops.reduce((sum, step) => sum + step.pairs_fraction, 0)).toBeCloseTo(1, 10);
    expect(result.hops.at(-1)?.max_hops).toBe(result.max_hops);
    expect(FabricDescriptionSchema.parse(result)).toEqual(result);
  });
});

it('puts long distributions together in steps', () => {
  const dimensions = [40, 50, 100];
  const design = {
    nodes: 200_000,
    perNode: 1,
    ports: 64,
    topology: { kind: 'torus', switches: [], shape: { dimensions } },
  } as const;
  const { hops, max_hops } = fabricDescription(fabricOf(design), []);
  expect(hops.length).toBeLessThanOrEqual(32);
  expect(hops[0]).toMatchObject({ min_hops: 1 });
  expect(hops.at(-1)).toMatchObject({ max_hops });
  expect(hops.reduce((sum, step) => sum + step.pairs_fraction, 0)).toBeCloseTo(1, 10);
});
