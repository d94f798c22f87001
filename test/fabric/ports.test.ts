import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalCableCount, portSplits } from '../../src/fabric/ports.ts';

describe('the equal-cable rule', () => {
  // Leaves, uplinks of each, ports of a spine, spines. Published and worked rows; the first is a DGX SuperPOD of three units.
  it.each([
    [24, 32, 64, 16],
    [16, 32, 64, 8],
    [40, 32, 64, 32],
    [9, 36, 72, 6],
    [12, 20, 40, 10],
    [14, 24, 48, 8],
    [64, 32, 64, 32],
    [65, 32, 64, null],
  ])('puts above %d leaves of %d uplinks, on %d-port spines, %s spines', (leaves, uplinks, ports, spines) => {
    expect(equalCableCount(leaves, uplinks, ports)).toBe(spines);
  });

  it('gives the fewest spines with whole cables to each leaf', () => {
    const size = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(size, size, size, (leaves, uplinks, ports) => {
        const fits = (count: number): boolean => uplinks % count === 0 && leaves * (uplinks / count) <= ports;
        const all = Array.from({ length: uplinks }, (_, index) => index + 1).filter(fits);
        expect(equalCableCount(leaves, uplinks, ports)).toBe(all[0] ?? null);
      }),
    );
  });
});

describe('the splits of ports', () => {
  it.each([
    [64, 1, 32, 32],
    [40, 1, 20, 20],
    [64, 2, 42, 21],
    [64, 3, 48, 16],
    [64, 4, 48, 12],
    [64, 7, 56, 8],
    [128, 2, 84, 42],
    [64, 1.5, 36, 24],
  ])('of %d ports at %d:1 have at most %d down and %d up', (ports, ratio, down, up) => {
    expect(portSplits(ports, ratio)[0]).toEqual({ down, up });
  });

  it('never use more ports than there are, and keep whole ratios exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 512 }), fc.integer({ min: 1, max: 16 }), (ports, ratio) => {
        const splits = portSplits(ports, ratio);
        if (splits.length === 0) expect(ratio).toBeGreaterThan(ports - 1);
        for (const { down, up } of splits) {
          expect(down + up).toBeLessThanOrEqual(ports);
          expect(down).toBe(ratio * up);
        }
      }),
    );
  });

  it('come as near as ports allow to a ratio that no whole ports have', () => {
    const [split] = portSplits(64, 7.3);
    expect(split).toEqual({ down: 51, up: 7 });
  });
});
