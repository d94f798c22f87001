import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distinctParts, expertExchangeCost } from '../../src/collectives/expert-exchange.ts';
import { collectiveModel } from '../../src/collectives/model.ts';
import type { ExpertLoad } from '../../src/collectives/types.ts';
import { GB, machine } from './machine.ts';

const LOAD: ExpertLoad = {
  direction: 'dispatch',
  kernel: 'throughput',
  tokensPerRank: 4096,
  bytesPerToken: 7168,
  topK: 8,
  experts: 256,
};

describe('distinct destinations of a token', () => {
  it.each([
    [2, 1.993],
    [4, 3.614],
    [8, 5.295],
    [16, 6.523],
    [32, 7.267],
  ])('of 256 experts, top 8, on %i nodes: %d', (nodes, expected) => {
    expect(Number(distinctParts(nodes, 256, 8).toFixed(3))).toBe(expected);
  });

  it('is at least one, at most top-k and at most the parts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 16 }), (exponent, topK) => {
        const parts = 2 ** exponent;
        const distinct = distinctParts(parts, 128, topK);
        expect(distinct).toBeGreaterThanOrEqual(1 - 1e-9);
        expect(distinct).toBeLessThanOrEqual(Math.min(parts, topK) + 1e-9);
      }),
    );
  });
});

describe('node-limited routing', () => {
  it('of DeepSeek-V3, 4 groups of 8, sends a token to fewer than 4 of 8 nodes (arXiv 2412.19437, section 3.2.2)', () => {
    expect(distinctParts(8, 256, 8, 8, 4)).toBeGreaterThan(3.5);
    expect(distinctParts(8, 256, 8, 8, 4)).toBeLessThan(4);
  });

  it('without a limit in effect is plain routing, however the groups are cut', () => {
    for (const parts of [1, 2, 4, 8, 16, 64]) {
      expect(distinctParts(parts, 256, 8, 8, 8)).toBeCloseTo(distinctParts(parts, 256, 8), 9);
    }
  });

  it('never sends more copies with fewer groups to pick from', () => {
    for (const parts of [1, 2, 4, 8, 16, 64]) {
      let last = 0;
      for (let topGroups = 1; topGroups <= 8; topGroups++) {
        const copies = distinctParts(parts, 256, 8, 8, topGroups);
        expect(copies).toBeGreaterThanOrEqual(last - 1e-9);
        last = copies;
      }
    }
  });
});

describe('expert exchange', () => {
  it('costs the same from the memoising model as by itself', () => {
    const group = { ranks: 64, stride: 1 };
    const load = { ...LOAD, groups: 8, topGroups: 4 };
    const model = collectiveModel(machine());
    for (const tokensPerRank of [4096, 128]) {
      expect(model.exchange({ ...load, tokensPerRank }, group)).toEqual(
        expertExchangeCost({ ...load, tokensPerRank }, group, machine()),
      );
    }
  });

  it('sends a token once to a remote node: two nodes see one copy, not eight', () => {
    const cost = expertExchangeCost(LOAD, { ranks: 16, stride: 1 }, machine());
    expect(cost.scaleOutBytes / (4096 * 7168)).toBeCloseTo(0.996, 2);
    expect(cost.limitedBy).toBe('nic');
    expect(cost.scaleOutBytes / cost.timeS).toBeLessThan(50 * GB);
  });

  it('costs more with more tokens and with lower bandwidth, and less of both kinds never hurts', () => {
    const kernels = fc.constantFrom('throughput', 'low-latency');
    const directions = fc.constantFrom('dispatch', 'combine');
    fc.assert(
      fc.property(
        kernels,
        directions,
        fc.integer({ min: 1, max: 20000 }),
        fc.integer({ min: 1, max: 6 }),
        (k, d, t, e) => {
          const load = { ...LOAD, kernel: k, direction: d, tokensPerRank: t } as ExpertLoad;
          const group = { ranks: 2 ** e, stride: 1 };
          const cost = expertExchangeCost(load, group, machine());
          expect(expertExchangeCost({ ...load, tokensPerRank: t + 1 }, group, machine()).timeS).toBeGreaterThan(
            cost.timeS,
          );
          expect(expertExchangeCost(load, group, machine({ nicGBs: 100 })).timeS).toBeLessThanOrEqual(cost.timeS);
          expect(expertExchangeCost(load, group, machine({ ideal: true })).timeS).toBeLessThanOrEqual(cost.timeS);
        },
      ),
    );
  });
});
