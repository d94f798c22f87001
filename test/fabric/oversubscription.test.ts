import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fabric } from '../../src/fabric/types.ts';
import { fabricOf, outcomeOf } from './fixture.ts';

/** Ports of the switches bought and modules of the links between them: what a fabric costs, prices apart. */
const parts = ({ tiers, interSwitchLinks }: Fabric, ports: number): number =>
  tiers.reduce((sum, { switches }) => sum + switches * ports, 0) + 2 * interSwitchLinks;

const downPorts = ({ tiers }: Fabric): number[] => tiers.map((tier) => tier.downPorts);

const KINDS = ['fat-tree', 'rail-optimized'] as const;
const RATIOS = [1, 1.5, 2, 3, 4, 8];

describe('a higher ratio', () => {
  it('never takes more switches and modules where its switches have as many ports down', () => {
    const cases = fc.record({
      ports: fc.constantFrom(32, 64, 128),
      kind: fc.constantFrom(...KINDS),
      nodes: fc.integer({ min: 8, max: 3072 }),
      tapered: fc.constantFrom('leaf', 'spine'),
    });
    let compared = 0;
    fc.assert(
      fc.property(cases, ({ ports, kind, nodes, tapered }) => {
        // Clusters of leaves that fill, and trees that need their tiers.
        const needed = tapered === 'leaf' ? ports : ports ** 2 / 16;
        if (nodes <= needed) return;
        const built = RATIOS.flatMap((ratio) => {
          const oversubscription = tapered === 'leaf' ? [ratio] : [1, ratio];
          const outcome = outcomeOf({ nodes, ports, topology: { kind, oversubscription } });
          return outcome.ok ? [outcome.fabric] : [];
        });
        built.slice(1).forEach((fabric, index) => {
          const lower = built[index] as Fabric;
          if (downPorts(fabric).some((down, tier) => down < (downPorts(lower)[tier] ?? 0))) return;
          compared += 1;
          expect(parts(fabric, ports)).toBeLessThanOrEqual(parts(lower, ports));
        });
      }),
      { seed: 7, numRuns: 1200 },
    );
    expect(compared).toBeGreaterThan(500);
  });

  it.each(KINDS)('of 1.5:1 takes fewer switches of a %s than 1:1', (kind) => {
    const counts = [1, 1.5, 2].map((ratio) => {
      const outcome = outcomeOf({ nodes: 128, ports: 64, topology: { kind, oversubscription: [ratio] } });
      if (!outcome.ok) throw new Error(outcome.refusal.message);
      return parts(outcome.fabric, 64);
    });
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(new Set(counts).size).toBe(3);
  });
});

describe('a leaf of 2:1', () => {
  it.each([
    [64, 32, 16],
    [128, 64, 32],
  ])('of %d ports has %d down and %d up, as published', (ports, down, up) => {
    const outcome = outcomeOf({ nodes: 128, ports, topology: { kind: 'fat-tree', tiers: 2, oversubscription: [2] } });
    expect(outcome).toMatchObject({ fabric: { tiers: [{ downPorts: down, upPorts: up }, {}] } });
  });
});

describe('a ratio that takes more parts than the one below it', () => {
  const notesAt = (ratio: number): string =>
    fabricOf({ nodes: 128, ports: 64, topology: { kind: 'fat-tree', oversubscription: [ratio] } }).notes.join();

  it('says so: whole ports and equal cables force it', () => {
    expect(notesAt(8)).toMatch(/8:1 at the leaf takes more switches and modules than 7:1/);
    expect(notesAt(4)).not.toMatch(/takes more/);
  });
});
