import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { islandGpus, placeGroup } from '../../src/collectives/geometry.ts';
import { collectiveModel } from '../../src/collectives/model.ts';
import { GB, GIB, machine } from './machine.ts';

describe('placement of a group on packed GPUs', () => {
  it.each([
    ['tensor group inside a node', { ranks: 8, stride: 1 }, 8, { domains: 1, ranksPerDomain: 8, nicShare: 1 }],
    ['half a node', { ranks: 4, stride: 2 }, 8, { domains: 1, ranksPerDomain: 4, nicShare: 0.5 }],
    ['data-parallel group of tensor 1', { ranks: 128, stride: 1 }, 8, { domains: 16, ranksPerDomain: 8, nicShare: 1 }],
    [
      'data-parallel group of tensor 8',
      { ranks: 16, stride: 8 },
      8,
      { domains: 16, ranksPerDomain: 1, nicShare: 1 / 8 },
    ],
    ['data-parallel group of tensor 2', { ranks: 64, stride: 2 }, 8, { domains: 16, ranksPerDomain: 4, nicShare: 0.5 }],
    ['tensor group wider than a node', { ranks: 16, stride: 1 }, 8, { domains: 2, ranksPerDomain: 8, nicShare: 1 }],
    [
      'pipeline neighbours four nodes apart',
      { ranks: 8, stride: 32 },
      8,
      { domains: 8, ranksPerDomain: 1, domainStride: 4 },
    ],
    ['one member on the last node', { ranks: 9, stride: 1 }, 8, { domains: 2, ranksPerDomain: 8, fewestPerDomain: 1 }],
    ['half of the last node', { ranks: 12, stride: 1 }, 8, { fewestPerDomain: 4, nicShare: 1, leastNicShare: 0.5 }],
    ['rack-scale domain', { ranks: 64, stride: 1 }, 64, { domains: 1, ranksPerDomain: 64, nicShare: 1 }],
  ])('%s', (_name, group, domain, expected) => {
    expect(placeGroup(group, domain)).toMatchObject(expected);
  });

  it('holds every member, and siblings together own exactly the NICs of a domain', () => {
    const powers = fc.integer({ min: 0, max: 10 }).map((exponent) => 2 ** exponent);
    fc.assert(
      fc.property(powers, powers, fc.constantFrom(1, 2, 4, 8, 64), (ranks, stride, domain) => {
        const placed = placeGroup({ ranks, stride }, domain);
        expect(placed.domains * placed.ranksPerDomain).toBeGreaterThanOrEqual(ranks);
        const siblings = domain / placed.ranksPerDomain;
        expect(placed.nicShare * siblings).toBeCloseTo(1, 12);
      }),
    );
  });

  it('takes GPUs on bridges of one server as one island', () => {
    expect(islandGpus(machine({ domain: 2, topology: 'pair', perNode: 8 }).cluster)).toBe(8);
    expect(islandGpus(machine({ domain: 72, perNode: 4 }).cluster)).toBe(72);
  });
});

describe('NIC share', () => {
  it('a data-parallel group of tensor 1 owns all NICs of its nodes: eight times the rate of one rail', () => {
    const model = collectiveModel(machine());
    const all = model.cost('reduce-scatter', GIB, { ranks: 64, stride: 1 });
    const rail = model.cost('reduce-scatter', GIB / 8, { ranks: 8, stride: 8 });
    // Eight rails with an eighth of the bytes each move what the one group moves.
    expect(all.scaleOutBytes * 8).toBeCloseTo((GIB * 63) / 64, -3);
    expect(rail.scaleOutBytes * 8).toBeCloseTo((GIB * 7) / 8, -3);
    const nicRate = (all.scaleOutBytes * 8) / all.betaS;
    expect(nicRate).toBeGreaterThan(0.7 * 8 * 50 * GB);
    expect(nicRate).toBeLessThan(8 * 50 * GB);
  });
});
