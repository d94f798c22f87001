import { describe, expect, it } from 'vitest';
import { simulateOn } from '../../../src/fabric/simulator/simulate.ts';
import type { Pattern } from '../../../src/fabric/types.ts';
import { siteOf } from './site.ts';

const LINKS = 32;
const site = siteOf(256, {
  kind: 'fat-tree',
  switch: 'qm9700',
  routing: 'static',
  shape: { leaf_down: 32, leaf_up: 32, zones: 2, zone_links: LINKS },
});

describe('the graph of two zones', () => {
  const { graph } = site;
  const joining = graph.tiers.length - 1;

  it('has the border links of both zones and no other way between them', () => {
    const cables = graph.linkCables.filter((_, link) => graph.linkTier[link] === joining);
    // Both directions of each link.
    expect(cables.reduce((sum, each) => sum + each, 0)).toBe(2 * 2 * LINKS);
  });

  it.each<Pattern>(['ring', 'all-to-all', 'neighbour'])('carries a %s as the closed form says', (pattern) => {
    const span = { domains: 32, stride: 1 };
    const { timeS } = simulateOn(graph, { ...site.topology, routing: 'adaptive' }, pattern, span, { bytes: 1e9 });
    const closedS = 1e9 / site.fabric.capacity(pattern, span).domainBytesPerS;
    expect(closedS / timeS).toBeCloseTo(1, 1);
  });
});
