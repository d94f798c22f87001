import { describe, expect, it } from 'vitest';
import { billOfMaterials } from '../../src/economics/bill.ts';
import { linkGroups, pluggables } from '../../src/economics/links.ts';
import { buildFabric } from '../../src/fabric/registry.ts';
import type { Fabric } from '../../src/fabric/types.ts';
import type { Plan } from '../../src/spec/plan.ts';
import { planOf } from '../spec/fixture.ts';

interface Built {
  readonly plan: Plan;
  readonly fabric: Fabric;
}

function built(topology: string, gpus = 1024): Built {
  const plan = planOf(`gpus: { type: h100-sxm, count: ${gpus} }
nics: { type: cx7-400 }
topology: ${topology}
workload: { model: llama-3.1-8b, sequence_length: 4096, global_batch: 4096 }
`);
  const outcome = buildFabric(plan.cluster, plan.topology, plan.constants);
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return { plan, fabric: outcome.fabric };
}

/** Links by name and medium. */
const linksOf = ({ plan, fabric }: Built): Record<string, string> =>
  Object.fromEntries(linkGroups(plan, fabric).map(({ name, links, optic }) => [name, `${links} ${optic.kind}`]));

describe('a rack layout', () => {
  it('puts copper where a leaf stands in the rack that it serves, optics where links leave it', () => {
    expect(linksOf(built('{ kind: fat-tree, racks: { gpus_per_rack: 32 } }'))).toEqual({
      'server to leaf, in a rack': '1024 passive-copper',
      'leaf to spine, across the hall': '1024 module',
    });
  });

  it('gives a rail leaf, which serves every rack of its unit, its own rack alone', () => {
    expect(linksOf(built('{ kind: rail-optimized, racks: { gpus_per_rack: 32 } }'))).toEqual({
      'server to leaf, in a rack': '128 passive-copper',
      'server to leaf, along a row': '896 module',
      'leaf to spine, across the hall': '1024 module',
    });
  });

  it('has no copper to leaves in a network rack, unless it reaches there', () => {
    const racks = (row: number): string => `{ gpus_per_rack: 32, leaf_position: in-row, lengths_m: { row: ${row} } }`;
    expect(linksOf(built(`{ kind: fat-tree, racks: ${racks(10)} }`))).toMatchObject({
      'server to leaf, along a row': '1024 module',
    });
    expect(linksOf(built(`{ kind: fat-tree, racks: ${racks(5)} }`))).toMatchObject({
      'server to leaf, along a row': '1024 active-copper',
    });
  });

  it.each([
    '{ kind: fat-tree, racks: {} }',
    '{ kind: rail-optimized, oversubscription: 3, racks: { racks_per_row: 4 } }',
    '{ kind: rail-only, racks: { gpus_per_rack: 16 } }',
    '{ kind: dragonfly, shape: { hosts: 16, routers: 8, global_links: 8, groups: 8 }, racks: { gpus_per_rack: 64 } }',
    '{ kind: torus, shape: { dimensions: [8, 8, 16] } }',
  ])('of %s places every link once', (topology) => {
    const { plan, fabric } = built(topology);
    const groups = linkGroups(plan, fabric);
    expect(groups.reduce((sum, { links }) => sum + links, 0)).toBe(fabric.accessLinks + fabric.interSwitchLinks);
    const bill = billOfMaterials(plan, fabric).filter(({ kind }) => kind === 'transceiver');
    expect(bill.reduce((sum, { count }) => sum + count, 0)).toBe(
      pluggables(plan, fabric).reduce((sum, count) => sum + count, 0),
    );
  });

  it('states what it assumed', () => {
    const { plan } = built('{ kind: fat-tree, racks: {} }');
    const paths = plan.assumptions.map(({ path }) => path).filter((path) => path.startsWith('topology.racks'));
    expect(paths.sort()).toEqual([
      'topology.racks.gpus_per_rack',
      'topology.racks.leaf_position',
      'topology.racks.lengths_m.hall',
      'topology.racks.lengths_m.rack',
      'topology.racks.lengths_m.row',
      'topology.racks.racks_per_row',
    ]);
  });
});

describe('a torus', () => {
  it('of TPU v4 cubes is copper inside them, 144 links each, and optical between them, 48 each', () => {
    const links = linksOf(
      built(
        '{ kind: torus, switch: palomar-ocs, shape: { dimensions: [16, 16, 16], cube: [4, 4, 4], circuit_ports: 128 } }',
        4096,
      ),
    );
    expect(links).toEqual({
      'node to node, in a rack': `${64 * 144} passive-copper`,
      'node to node, across the hall': `${64 * 48} module`,
    });
  });

  it('without cubes is copper inside its racks', () => {
    const links = linksOf(
      built('{ kind: torus, shape: { dimensions: [16, 16, 16] }, racks: { gpus_per_rack: 64 } }', 4096),
    );
    expect(links['node to node, in a rack']).toMatch(/passive-copper$/);
    const total = Object.values(links).reduce((sum, each) => sum + Number(each.split(' ')[0]), 0);
    expect(total).toBe(3 * 4096);
  });
});

describe('links to the switches that join zones', () => {
  it('come from leaves, whose ports they take', () => {
    const names = Object.keys(linksOf(built('{ kind: fat-tree, shape: { zones: 2, zone_links: 16 } }')));
    expect(names).toEqual(['server to leaf', 'leaf to spine', 'leaf to zone-joining']);
  });
});
