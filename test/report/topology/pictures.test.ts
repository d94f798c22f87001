import { describe, expect, it } from 'vitest';
import { fabricPicture, type Picture } from '../../../src/evaluation/picture.ts';
import { dotText } from '../../../src/report/topology/dot.ts';
import { svgText } from '../../../src/report/topology/svg.ts';
import type { TopologyPlan } from '../../../src/spec/plan.ts';
import { type Design, fabricOf, planOfDesign } from '../../fabric/fixture.ts';

const pictureOf = (design: Design, name = 'test'): Picture =>
  fabricPicture({ ...planOfDesign(design), name }, fabricOf(design));

const clos = (nodes: number, topology: Partial<TopologyPlan> = {}): Design => ({
  nodes,
  ports: 64,
  topology: { kind: 'fat-tree', tiers: 'auto', ...topology },
});
const direct = (nodes: number, kind: string, shape: TopologyPlan['shape']): Design => ({
  nodes,
  perNode: 1,
  ports: 64,
  topology: { kind, shape, ...(kind === 'torus' ? { switches: [] } : {}) },
});

const designs: Readonly<Record<string, Design>> = {
  'single-switch': clos(8, { kind: 'single-switch' }),
  'fat-tree': clos(16),
  'fat-tree-65536': clos(8192),
  'rail-optimized': clos(64, { kind: 'rail-optimized', oversubscription: [2] }),
  'rail-only': clos(64, { kind: 'rail-only' }),
  'multi-plane': clos(32, { kind: 'multi-plane', planes: 2 }),
  zones: clos(64, { shape: { zones: 2, zone_links: 16 } }),
  dragonfly: direct(288, 'dragonfly', { hosts: 8, routers: 4, global_links: 2, groups: 9 }),
  'dragonfly-33-groups': direct(1056, 'dragonfly', { hosts: 4, routers: 8, global_links: 4, groups: 33 }),
  'dragonfly-plus': direct(1024, 'dragonfly-plus', {
    hosts: 16,
    leaves: 8,
    spines: 8,
    groups: 8,
    links_per_pair: 8,
  }),
  torus: direct(32, 'torus', { dimensions: [4, 8] }),
  'torus-4096': direct(4096, 'torus', { dimensions: [16, 16, 16] }),
  'slim-fly': direct(200, 'slim-fly', { q: 5 }),
  hyperx: direct(128, 'hyperx', { dimensions: [4, 4], hosts: 8 }),
};

const elements = (svg: string, kind: 'node' | 'edge'): number => svg.split(`class="${kind}"`).length - 1;

describe.each(Object.entries(designs))('the picture of %s', (name, design) => {
  const picture = pictureOf(design);

  it('as DOT is the same text every time', async () => {
    const text = dotText(picture);
    expect(dotText(pictureOf(design))).toBe(text);
    await expect(text).toMatchFileSnapshot(`../../golden/pictures/${name}.dot.golden`);
  });

  it('as SVG has a box for each node and a line for each edge', async () => {
    const svg = await svgText(picture);
    expect(elements(svg, 'node')).toBe(picture.nodes.length);
    expect(svg).toContain('<svg');
    expect(await svgText(picture)).toBe(svg);
    for (const { lines } of picture.nodes)
      for (const line of lines) expect(svg).toContain(`>${line.replaceAll('-', '&#45;')}<`);
  });
});

it.each(['fat-tree', 'fat-tree-65536', 'torus'])('the SVG of %s', async (name) => {
  const svg = await svgText(pictureOf(designs[name] as Design));
  await expect(svg).toMatchFileSnapshot(`../../golden/pictures/${name}.svg.golden`);
});

describe('a picture', () => {
  it('of a small fabric shows every switch and all its cables', () => {
    const design = clos(16);
    const { nodes, edges, summarised } = pictureOf(design);
    expect(summarised).toBe(false);
    expect(nodes).toHaveLength(fabricOf(design).tiers.reduce((sum, { switches }) => sum + switches, 0));
    expect(edges.reduce((sum, { links }) => sum + links, 0)).toBe(fabricOf(design).interSwitchLinks);
  });

  it('of a large one shows groups with counts', () => {
    const { nodes, edges, summarised } = pictureOf(clos(8192));
    expect(summarised).toBe(true);
    expect(nodes.map(({ lines }) => lines[0])).toEqual([
      '65,536 endpoints',
      '2,048 leaf switches',
      '2,048 spine switches',
      '1,024 core switches',
    ]);
    expect(edges.reduce((sum, { links }) => sum + links, 0)).toBe(65_536 + fabricOf(clos(8192)).interSwitchLinks);
  });

  it('keeps names that DOT would read as its own', async () => {
    const name = 'a "quoted" \\N name\n{ x -- y; } <b>&\u0007';
    const picture = pictureOf(clos(8), name);
    expect(dotText(picture)).toContain('graph "a \\"quoted\\" \\\\N name\\n{ x -- y; } <b>& " {');
    expect(await svgText(picture)).toContain('{ x &#45;&#45; y; } &lt;b&gt;&amp; ');
  });
});
