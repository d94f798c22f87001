import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectiveModel } from '../../src/collectives/model.ts';
import type { CollectiveOp, Group } from '../../src/collectives/types.ts';
import type { Fabric } from '../../src/fabric/types.ts';
import { lowerBoundS } from './bounds.ts';
import { flatFabric, GB, GIB, type MachineSketch, MIB, machine, US } from './machine.ts';

const OPS: readonly CollectiveOp[] = [
  'all-reduce',
  'reduce-scatter',
  'all-gather',
  'broadcast',
  'reduce',
  'all-to-all',
  'send-recv',
];
const op = fc.constantFrom(...OPS);
const bytes = fc.integer({ min: 0, max: 34 * 1000 }).map((x) => Math.round(2 ** (x / 1000)));
const group: fc.Arbitrary<Group> = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 6 }))
  .map(([ranks, stride]) => ({ ranks: 2 ** ranks, stride: 2 ** stride }));
const sketch: fc.Arbitrary<MachineSketch> = fc.constantFrom<MachineSketch>(
  {},
  { generation: 'ampere', scaleUpGBs: 300, nicGBs: 25 },
  { generation: 'ampere', scaleUpGBs: 300, nicGBs: 12.5, nics: 4, transport: 'efa' },
  { generation: 'ampere', scaleUpGBs: 300, nicGBs: 25, nics: 2, perNode: 4, transport: 'slingshot' },
  { generation: 'blackwell', scaleUpGBs: 900, transport: 'roce' },
  { generation: 'blackwell', scaleUpGBs: 900, domain: 64, perNode: 4, nics: 4 },
  { generation: 'cdna3', vendor: 'amd', scaleUpGBs: 448, topology: 'mesh', transport: 'roce' },
  { generation: 'hopper', scaleUpGBs: 300, topology: 'pair', domain: 2, nics: 2 },
  { generation: 'ada', scaleUpGBs: 31, topology: 'none', domain: 1, nics: 2, transport: 'roce' },
  { inNetworkReduction: true },
  { transport: 'tcpxo', nicGBs: 25 },
  { generation: 'unheard-of', vendor: 'nobody', transport: 'pigeon' },
);

describe('laws of the cost', () => {
  it('is finite and positive, parts sum to the whole, one rank is free', () => {
    fc.assert(
      fc.property(sketch, op, bytes, group, (s, o, b, g) => {
        const model = collectiveModel(machine(s));
        const cost = model.cost(o, b, g);
        expect(Number.isFinite(cost.timeS) && cost.timeS > 0).toBe(true);
        expect(cost.alphaS + cost.betaS).toBeCloseTo(cost.timeS, 12);
        expect(cost.betaS).toBeGreaterThanOrEqual(-1e-15);
        expect(cost.scaleUpBytes + cost.scaleOutBytes > 0).toBe(b > 0);
        expect(model.cost(o, b, { ranks: 1, stride: g.stride }).timeS).toBe(0);
      }),
    );
  });

  it('never falls when the message grows', () => {
    fc.assert(
      fc.property(sketch, op, bytes, bytes, group, (s, o, a, b, g) => {
        const model = collectiveModel(machine(s));
        const [small, large] = a < b ? [a, b] : [b, a];
        expect(model.cost(o, small, g).timeS).toBeLessThanOrEqual(model.cost(o, large, g).timeS * (1 + 1e-12));
      }),
    );
  });

  it('never rises with more bandwidth or less latency', () => {
    const times = fc.double({ min: 1, max: 16, noNaN: true });
    fc.assert(
      fc.property(sketch, op, bytes, group, times, (s, o, b, g, more) => {
        const cost = (change: MachineSketch) => collectiveModel(machine({ ...s, ...change })).cost(o, b, g).timeS;
        const before = cost({}) * (1 + 1e-12);
        expect(cost({ factor: more })).toBeLessThanOrEqual(before);
        expect(cost({ nicGBs: (s.nicGBs ?? 50) * more })).toBeLessThanOrEqual(before);
        expect(cost({ scaleUpGBs: (s.scaleUpGBs ?? 450) * more })).toBeLessThanOrEqual(before);
        const slow = { fabric: flatFabric(Number.MAX_VALUE, 5 * US) };
        expect(cost({})).toBeLessThanOrEqual(cost(slow) * (1 + 1e-12));
        expect(cost({ fabric: flatFabric(40 * GB) })).toBeGreaterThanOrEqual(cost({}) * (1 - 1e-12));
      }),
    );
  });

  it('an ideal network is never slower than a real one, and free between domains of one member', () => {
    fc.assert(
      fc.property(sketch, op, bytes, group, (s, o, b, g) => {
        const real = collectiveModel(machine(s)).cost(o, b, g);
        const ideal = collectiveModel(machine({ ...s, ideal: true })).cost(o, b, g);
        expect(ideal.timeS).toBeLessThanOrEqual(real.timeS * (1 + 1e-12));
        expect(ideal.scaleOutBytes).toBe(0);
      }),
    );
    const ideal = collectiveModel(machine({ ideal: true }));
    expect(ideal.cost('all-reduce', GIB, { ranks: 64, stride: 8 }).timeS).toBe(0);
    expect(ideal.cost('all-reduce', GIB, { ranks: 64, stride: 1 }).timeS).toBeGreaterThan(0);
  });

  it('never beats the lower bounds of links and NICs at line rate', () => {
    const anyRanks = fc.integer({ min: 2, max: 130 });
    fc.assert(
      fc.property(sketch, op, bytes, anyRanks, (s, o, b, ranks) => {
        const interconnect = machine(s);
        const { timeS } = collectiveModel(interconnect).cost(o, b, { ranks, stride: 1 });
        expect(timeS).toBeGreaterThanOrEqual(lowerBoundS(o, b, ranks, interconnect));
      }),
      { numRuns: 300 },
    );
    // One member on the last node has one NIC, and everything passes it twice at least.
    const nine = collectiveModel(machine()).cost('all-reduce', 16 * GIB, { ranks: 9, stride: 1 });
    expect((16 * GIB) / nine.timeS / GB).toBeLessThan(50);
  });

  it('an all-reduce over more domains never costs less', () => {
    fc.assert(
      fc.property(sketch, bytes, fc.integer({ min: 1, max: 7 }), (s, b, exponent) => {
        const model = collectiveModel(machine(s));
        const island = Math.max(s.domain ?? 8, s.perNode ?? 8);
        const few = model.cost('all-reduce', b, { ranks: island * 2 ** exponent, stride: 1 }).timeS;
        const many = model.cost('all-reduce', b, { ranks: island * 2 ** (exponent + 1), stride: 1 }).timeS;
        expect(many).toBeGreaterThanOrEqual(few * (1 - 1e-12));
      }),
    );
  });
});

describe('known machines', () => {
  const busGBs = (s: MachineSketch, o: CollectiveOp, size: number, ranks: number) => {
    const { timeS } = collectiveModel(machine(s)).cost(o, size, { ranks, stride: 1 });
    const share = (ranks - 1) / ranks;
    return (size * (o === 'all-reduce' ? 2 * share : share)) / timeS / GB;
  };

  it.each<[string, MachineSketch, CollectiveOp, number, number]>([
    ['8 H100', {}, 'all-reduce', 8, 478],
    ['8 H100', {}, 'all-gather', 8, 357.5],
    ['8 H100', {}, 'all-to-all', 8, 345.9],
    ['8 B200', { generation: 'blackwell', scaleUpGBs: 900 }, 'all-reduce', 8, 838],
    ['8 A100', { generation: 'ampere', scaleUpGBs: 300 }, 'all-reduce', 8, 231.7],
    ['8 MI300X', { generation: 'cdna3', vendor: 'amd', scaleUpGBs: 448, topology: 'mesh' }, 'all-reduce', 8, 315.7],
    ['2 nodes of H100', {}, 'all-reduce', 16, 468],
    ['4 nodes of H100', {}, 'all-reduce', 32, 350],
  ])('%s %s of 8 GiB on %i ranks is within 7 %% of the published bus bandwidth', (_name, s, o, ranks, published) => {
    expect(Math.abs(busGBs(s, o, 8 * GIB, ranks) / published - 1)).toBeLessThan(0.07);
  });

  it('an all-to-all between nodes is held to the NIC times (p - 1) / (p - g)', () => {
    expect(busGBs({}, 'all-to-all', 8 * GIB, 16)).toBeLessThan(93.75);
    expect(busGBs({ nicGBs: 25 }, 'all-to-all', 8 * GIB, 16)).toBeLessThan(46.875);
  });

  it('neighbours on different nodes set the time of a ring of sends, over one NIC', () => {
    const model = collectiveModel(machine());
    const wide = model.cost('send-recv', GIB, { ranks: 1024, stride: 1 });
    expect(wide.limitedBy).toBe('nic');
    expect(GIB / wide.timeS / GB).toBeLessThan(50);
    expect(model.cost('send-recv', GIB, { ranks: 8, stride: 1 }).limitedBy).toBe('scale-up');
  });

  it('a large all-to-all leaves the protocol with a flag in every word', () => {
    for (const s of [{}, { generation: 'ampere', scaleUpGBs: 300, nicGBs: 25 }, { transport: 'efa' }])
      for (const ranks of [8, 16, 64, 1024])
        expect(collectiveModel(machine(s)).cost('all-to-all', 16 * GIB, { ranks, stride: 1 }).protocol).toBe('simple');
  });

  it('reduction in the network helps small all-reduces over many nodes', () => {
    const plain = collectiveModel(machine()).cost('all-reduce', 4 * MIB, { ranks: 512, stride: 1 });
    const sharp = collectiveModel(machine({ inNetworkReduction: true })).cost('all-reduce', 4 * MIB, {
      ranks: 512,
      stride: 1,
    });
    expect(sharp.algorithm).toBe('collnet');
    expect(sharp.timeS).toBeLessThan(plain.timeS);
  });

  it('racks: small all-reduces run on trees, large ones carry the constant part of the chain through 72 members', () => {
    const racks = collectiveModel(
      machine({ generation: 'blackwell', scaleUpGBs: 900, domain: 72, perNode: 4, nics: 4, gpus: 1440 }),
    );
    const time = (size: number) => racks.cost('all-reduce', size, { ranks: 1440, stride: 1 }).timeS;
    expect(time(1024)).toBeLessThan(1e-3);
    // 7.1 ms at 512 MiB and 84.6 ms at 16 GiB were measured.
    for (const [size, measured] of [
      [GIB / 2, 7.1e-3],
      [16 * GIB, 84.6e-3],
    ] as const) {
      expect(time(size) / measured).toBeGreaterThan(0.85);
      expect(time(size) / measured).toBeLessThan(1.15);
    }
  });

  it('an oversubscribed tier binds and is named', () => {
    const fabric = flatFabric(100 * GB);
    const cost = collectiveModel(machine({ fabric })).cost('all-gather', GIB, { ranks: 64, stride: 1 });
    expect(cost.limitedBy).toBe('leaf');
    expect((GIB * 63) / 64 / cost.timeS).toBeLessThan(100 * GB);
  });
});

describe('describe', () => {
  const model = collectiveModel(machine());
  const wide = { ranks: 32, stride: 1 };

  it('lists candidates cheapest first and chooses what cost returns', () => {
    const { chosen, candidates, library } = model.describe('all-reduce', 64 * MIB, wide);
    expect(candidates[0]).toEqual(chosen);
    expect(model.cost('all-reduce', 64 * MIB, wide)).toEqual(chosen);
    expect(new Set(candidates.map((c) => c.algorithm))).toEqual(new Set(['ring', 'double-binary-tree', 'nvls-tree']));
    expect(library).toMatchObject({ algorithm: 'nvls-tree', protocol: 'simple' });
  });

  it('works on three levels where a leaf holds some of the domains', () => {
    // Four domains a leaf, and uplinks at a quarter of the rate.
    const fabric: Fabric = {
      ...flatFabric(),
      capacity: (_pattern, { domains, stride }) => {
        const above = domains * stride > 4;
        return {
          domainBytesPerS: (above ? 100 : 400) * GB,
          latencyS: US,
          crossing: [above ? 1 : 0],
          bindingTier: above ? 'leaf' : 'nic',
        };
      },
    };
    const layered = collectiveModel(machine({ fabric }));
    const run = (algorithm: string, size: number) =>
      layered.describe('all-reduce', size, { ranks: 128, stride: 1 }, algorithm).chosen;
    expect(run('three-level', MIB).timeS).toBeLessThan(run('hierarchical', MIB).timeS);
    expect(run('three-level', GIB).timeS).toBeLessThan(run('hierarchical', GIB).timeS);
    for (const ranks of [8, 32]) {
      const small = { ranks, stride: 1 };
      expect(() => layered.describe('all-reduce', MIB, small, 'three-level')).toThrow(RangeError);
    }
  });

  it('two stages of an all-to-all take fewer messages than the flat one, and the sum of both stages', () => {
    const time = (algorithm: string, size: number) =>
      model.describe('all-to-all', size, { ranks: 256, stride: 1 }, algorithm).chosen.timeS;
    expect(time('hierarchical-all-to-all', 1024)).toBeLessThan(time('pairwise', 1024));
    expect(time('hierarchical-all-to-all', GIB)).toBeGreaterThan(time('rail-aligned', GIB));
  });

  it('runs an algorithm on request, also one that no library picks', () => {
    expect(model.describe('all-reduce', MIB, wide, 'ring').chosen.algorithm).toBe('ring');
    const rabenseifner = model.describe('all-reduce', MIB, wide, 'rabenseifner').chosen;
    expect(rabenseifner.algorithm).toBe('rabenseifner');
    expect(rabenseifner.timeS).toBeGreaterThan(0);
    expect(() => model.describe('all-reduce', MIB, wide, 'pairwise')).toThrow(RangeError);
    expect(() => model.describe('all-to-all', MIB, { ranks: 4, stride: 1 }, 'rail-aligned')).toThrow(RangeError);
  });
});
