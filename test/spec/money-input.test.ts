import { describe, expect, it } from 'vitest';
import { MINIMAL, planOf, resolve } from './fixture.ts';

const found = (line: string) => resolve(`${MINIMAL}${line}\n`).diagnostics.map((d) => [d.code, d.message, d.help]);

describe('a share', () => {
  it.each([
    ['economics: { discount_fraction: 12 % }', 0.12],
    ['economics: { discount_fraction: "12%" }', 0.12],
    ['economics: { discount_fraction: 0.12 }', 0.12],
  ])('is a number or in per cent: %s', (line, value) => {
    expect(planOf(`${MINIMAL}${line}\n`).economics.discountFraction).toBeCloseTo(value, 12);
  });

  it.each([
    ['economics: { utilization_fraction: 80 % }', 0.8],
    ['reliability: { goodput_fraction: 80 % }', 0.8],
    ['power: { gpu_activity: { idle: 80 % } }', 0.8],
    ['economics: { wacc_fraction: 80 % }', 0.8],
  ])('wherever one is asked for: %s', (line, value) => {
    const { economics, power } = planOf(`${MINIMAL}${line}\n`);
    const values = [
      economics.utilizationFraction,
      economics.goodputFraction,
      power.gpuActivity.idle,
      economics.waccFraction,
    ];
    expect(values).toContain(value);
  });

  it.each(['0', '1', '0 %', '100 %'])('of a discount may be %s', (value) => {
    expect(found(`economics: { discount_fraction: ${value} }`)).toEqual([]);
  });

  it.each(['economics: { utilization_fraction: 0 }', 'reliability: { goodput_fraction: 0 % }'])(
    'of what divides is not zero: %s',
    (line) => expect(found(line)).toEqual([['FP105', expect.stringContaining('greater than 0'), expect.anything()]]),
  );

  it('above 1 was meant in per cent', () => {
    expect(found('economics: { wacc_fraction: 10.25 }')).toEqual([
      ['FP105', expect.stringContaining('must be at most 1, not 10.25'), 'write 10.25 % or 0.1025'],
    ]);
  });
});

it('a cap of 20 is 20 W, and asks for megawatts', () => {
  expect(found('power: { facility_cap: 20 }')).toEqual([
    ['FP104', expect.stringContaining('means 20 W'), 'did you mean 20 MW?'],
  ]);
});

it.each(['1e-308', '0', '101'])('capital paid back in %s years is refused where it stands', (years) => {
  expect(found(`economics: { amortization_years: ${years} }`)).toEqual([
    ['FP105', expect.stringContaining('economics.amortization_years must be'), expect.stringContaining('paid back')],
  ]);
});

it.each([
  'economics: { prices: { qm9700: { low: 0, high: 100 } } }',
  'economics: { server_usd: { low: 0, high: 100 } }',
])('a price range from 0 has no geometric mean: %s', (line) => {
  expect(found(line)).toEqual([
    ['FP105', expect.stringContaining('low must be above 0'), expect.stringContaining('state typical')],
  ]);
  expect(found(line.replace('low: 0', 'low: 0, typical: 50'))).toEqual([]);
});

it('what keys mean helps with a number out of range, and the first word of a key with its name', () => {
  expect(found('economics: { pue: 0.2 }')[0]?.[2]).toContain('facility energy over IT energy');
  expect(found('economics: { wacc: 0.1 }')[0]?.[2]).toBe('did you mean "wacc_fraction"?');
});

it('the middle of an own price of the server is an assumption', () => {
  const { assumptions } = planOf(`${MINIMAL}economics: { server_usd: { low: 100000, high: 400000 } }\n`);
  expect(assumptions).toContainEqual(
    expect.objectContaining({ path: 'economics.server_usd.typical', value: 200_000, confidence: 'derived' }),
  );
});
