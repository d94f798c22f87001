import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { device } from '../../src/compute/device.ts';
import { matmulTimeS, streamTimeS } from '../../src/compute/matmul.ts';
import { planWith } from '../evaluation/fixture.ts';

const d = device(planWith().plan);
const size = fc.integer({ min: 1, max: 16384 });

describe('matrix products', () => {
  it('never beat the sustained rate or the memory', () => {
    fc.assert(
      fc.property(size, size, size, (m, n, k) => {
        const time = matmulTimeS(d, 'bf16', m, n, k);
        expect(time).toBeGreaterThanOrEqual((2 * m * n * k) / (d.matmulFlopsPerS.bf16 ?? 0));
        expect(time).toBeGreaterThanOrEqual((2 * (m * k + k * n + m * n)) / d.memoryBytesPerS);
      }),
    );
  });

  it('take longer when any side grows', () => {
    fc.assert(
      fc.property(size, size, size, fc.integer({ min: 1, max: 4096 }), (m, n, k, more) => {
        const time = matmulTimeS(d, 'bf16', m, n, k);
        expect(matmulTimeS(d, 'bf16', m + more, n, k)).toBeGreaterThanOrEqual(time * (1 - 1e-9));
        expect(matmulTimeS(d, 'bf16', m, n + more, k)).toBeGreaterThanOrEqual(time * (1 - 1e-9));
        expect(matmulTimeS(d, 'bf16', m, n, k + more)).toBeGreaterThanOrEqual(time * (1 - 1e-9));
      }),
    );
  });

  it('reach most of the sustained rate when large', () => {
    const time = matmulTimeS(d, 'bf16', 16384, 16384, 16384);
    expect((2 * 16384 ** 3) / time / (d.matmulFlopsPerS.bf16 ?? 0)).toBeGreaterThan(0.95);
  });

  it('waste most of the machine when narrow', () => {
    const narrow = matmulTimeS(d, 'bf16', 8192, 64, 8192);
    expect((2 * 8192 * 64 * 8192) / narrow / (d.matmulFlopsPerS.bf16 ?? 0)).toBeLessThan(0.6);
  });

  it('are never slower in a format with a higher rate, once large', () => {
    expect(matmulTimeS(d, 'fp8', 8192, 8192, 8192)).toBeLessThan(matmulTimeS(d, 'bf16', 8192, 8192, 8192));
  });

  it('stream bytes at the sustained bandwidth plus one kernel', () => {
    expect(streamTimeS(d, d.memoryBytesPerS)).toBeCloseTo(1 + d.kernelS, 9);
  });
});
