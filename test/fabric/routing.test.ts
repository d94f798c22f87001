import { describe, expect, it } from 'vitest';
import type { Pattern } from '../../src/fabric/types.ts';
import type { Routing } from '../../src/spec/plan.ts';
import { fabricOf } from './fixture.ts';

const NODES = 256;
const rate = (kind: string, routing: Routing, pattern: Pattern, placement: number | undefined, ratio: number): number =>
  fabricOf({
    nodes: NODES,
    ports: 64,
    topology: {
      kind,
      routing,
      oversubscription: [ratio],
      ...(placement === undefined ? {} : { placement }),
    },
  }).capacity(pattern, { domains: NODES, stride: 1 }).domainBytesPerS;

describe.each(['fat-tree', 'rail-optimized'])('routing on a %s', (kind) => {
  for (const pattern of ['ring', 'tree', 'neighbour'] as const) {
    it(`out of order: adaptive, hashed, static in this order for a ${pattern}`, () => {
      for (const ratio of [1, 2, 4]) {
        for (const placement of [0.25, 0.5, 1]) {
          const [adaptive, ecmp, still] = (['adaptive', 'ecmp', 'static'] as const).map((routing) =>
            rate(kind, routing, pattern, placement, ratio),
          ) as [number, number, number];
          expect(adaptive, `adaptive against ECMP, ${ratio}:1, ${placement}`).toBeGreaterThanOrEqual(ecmp * (1 - 1e-9));
          expect(ecmp, `ECMP against static, ${ratio}:1, ${placement}`).toBeGreaterThanOrEqual(still * (1 - 1e-9));
        }
      }
    });

    it(`of the most moved domains is never faster than of fewer for a ${pattern}`, () => {
      for (const routing of ['adaptive', 'ecmp', 'static'] as const) {
        const rates = [undefined, 0.1, 0.5, 1].map((placement) => rate(kind, routing, pattern, placement, 2));
        for (const [index, each] of rates.entries()) {
          if (index > 0)
            expect(each, `${routing} ${index}`).toBeLessThanOrEqual((rates[index - 1] as number) * (1 + 1e-9));
        }
      }
    });
  }
});
