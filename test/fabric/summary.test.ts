import { describe, expect, it } from 'vitest';
import { fabricResult } from '../../src/fabric/summary.ts';
import type { TopologyPlan } from '../../src/spec/plan.ts';
import { fabricOf } from './fixture.ts';

const kinds: readonly (readonly [string, Partial<TopologyPlan>])[] = [
  ['rail-optimized', {}],
  ['rail-only', {}],
  ['fat-tree', { shape: { zones: 2, zone_links: 64 } }],
  ['dragonfly', { shape: { hosts: 4, routers: 8, global_links: 8, groups: 64 } }],
  ['dragonfly-plus', { shape: { hosts: 16, leaves: 16, spines: 16, groups: 8, links_per_pair: 16 } }],
  ['slim-fly', { shape: { q: 11 } }],
  ['hyperx', { shape: { dimensions: [16, 8], hosts: 16 } }],
];

describe.each(kinds)('the result of %s %j', (kind, topology) => {
  it('has totals that its tiers add up to', () => {
    const result = fabricResult(fabricOf({ nodes: 256, ports: 64, topology: { kind, ...topology } }));
    expect(result.tiers.reduce((sum, tier) => sum + tier.transceivers, 0)).toBe(result.transceivers);
    expect(result.tiers.reduce((sum, tier) => sum + tier.switches, 0)).toBe(result.switches);
    expect(result.access_links).toBe(256 * 8);
  });
});
