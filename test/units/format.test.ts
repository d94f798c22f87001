import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dimension } from '../../src/units/dimensions.ts';
import * as format from '../../src/units/format.ts';
import { parseQuantity } from '../../src/units/quantity.ts';

describe('formatting for people', () => {
  it.each<[(value: number) => string, number, string]>([
    [format.formatTime, 1.94, '1.94 s'],
    [format.formatTime, 0.0123, '12.3 ms'],
    [format.formatTime, 4.5e-6, '4.5 \u00b5s'],
    [format.formatTime, 0.9996, '1.00 s'],
    [format.formatTime, 7200, '2 h'],
    [format.formatTime, 0, '0 s'],
    [format.formatBytes, 80 * 2 ** 30, '80 GiB'],
    [format.formatBytes, 48.04 * 2 ** 30, '48.0 GiB'],
    [format.formatBytes, 0, '0 B'],
    [format.formatBytesPerS, 450e9, '450 GB/s'],
    [format.formatLinkRate, 50e9, '400 Gb/s'],
    [format.formatPower, 1.42e6, '1.42 MW'],
    [format.formatEnergy, 12500, '12.5 kJ'],
    [format.formatCompute, 989e12, '989 TFLOP/s'],
    [format.formatLength, 30, '30 m'],
    [format.formatUsd, 43.61e6, '$43.6 M'],
    [format.formatUsd, 0.08, '$0.08'],
    [format.formatUsd, -3.6e6, '-$3.6 M'],
    [format.formatUsd, 0, '$0'],
    [format.formatPercent, 0.092, '9.2 %'],
    [format.formatPercent, 1, '100 %'],
    [format.formatCount, 1024, '1,024'],
    [format.formatCount, 1048576, '1,048,576'],
    [format.formatCount, -1234, '-1,234'],
    [format.formatNumber, 0.4123, '0.412'],
    [format.formatNumber, 12345, '12,300'],
    [format.formatNumber, 1e-9, '1e-9'],
    [format.formatLargeCount, 70.6e9, '70.6 B'],
  ])('%o of %d', (function_, value, expected) => {
    expect(function_(value)).toBe(expected);
  });

  it('refuses what is no number, so that a bug cannot reach a reader', () => {
    expect(() => format.formatTime(Number.NaN)).toThrow(RangeError);
    expect(() => format.formatCount(Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});

describe('laws of formatting', () => {
  const pairs: readonly (readonly [Dimension, (value: number) => string, number])[] = [
    ['time', format.formatTime, 1e7],
    ['bytes', format.formatBytes, 1e17],
    ['bandwidth', format.formatBytesPerS, 1e17],
    ['bandwidth', format.formatLinkRate, 1e17],
    ['power', format.formatPower, 1e12],
    ['energy', format.formatEnergy, 1e12],
    ['compute', format.formatCompute, 1e20],
    ['fraction', format.formatPercent, 9],
  ];

  it('what is printed parses back to the value within half a unit of the third digit', () => {
    for (const [dimension, print, max] of pairs) {
      fc.assert(
        fc.property(fc.double({ min: 1e-6, max, noNaN: true }), (value) => {
          const parsed = parseQuantity(print(value).replaceAll(',', ''), dimension);
          expect(parsed.ok, print(value)).toBe(true);
          if (parsed.ok) expect(Math.abs(parsed.value - value) / value).toBeLessThanOrEqual(0.005 + 1e-12);
        }),
      );
    }
  });

  it('at most three significant digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 1e14, noNaN: true }), (value) => {
        const digits = format.formatNumber(value).replaceAll(/[,.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
        expect(digits.length).toBeLessThanOrEqual(3);
      }),
    );
  });
});
