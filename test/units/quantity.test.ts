import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIMENSIONS, type Dimension } from '../../src/units/dimensions.ts';
import { parseQuantity } from '../../src/units/quantity.ts';

const dimensions = Object.keys(DIMENSIONS) as Dimension[];

describe('parseQuantity accepts', () => {
  it.each<[string, Dimension, number]>([
    ['400 Gbps', 'bandwidth', 50e9],
    ['400 Gb/s', 'bandwidth', 50e9],
    ['400Gbit/s', 'bandwidth', 50e9],
    ['450 GB/s', 'bandwidth', 450e9],
    ['900 GBps', 'bandwidth', 900e9],
    ['3.35 TB/s', 'bandwidth', 3.35e12],
    ['1 GiB/s', 'bandwidth', 2 ** 30],
    ['1 Gib/s', 'bandwidth', 2 ** 27],
    ['80 GB', 'bytes', 80e9],
    ['80 GiB', 'bytes', 80 * 2 ** 30],
    ['64 KB', 'bytes', 64e3],
    ['64 kB', 'bytes', 64e3],
    ['64 KiB', 'bytes', 65536],
    ['512 bytes', 'bytes', 512],
    ['1.5 us', 'time', 1.5e-6],
    ['1.5 \u00b5s', 'time', 1.5e-6],
    ['1.5 \u03bcs', 'time', 1.5e-6],
    ['2 h', 'time', 7200],
    ['700 W', 'power', 700],
    ['2 MW', 'power', 2e6],
    ['2 kWh', 'energy', 7.2e6],
    ['25 USD', 'money', 25],
    ['$25', 'money', 25],
    ['-$25', 'money', -25],
    ['$1.2M', 'money', 1.2e6],
    ['1.2 MUSD', 'money', 1.2e6],
    ['0.08 USD/kWh', 'usd-per-kwh', 0.08],
    ['80 USD / MWh', 'usd-per-kwh', 0.08],
    ['$2.5/h', 'usd-per-hour', 2.5],
    ['130 USD/kW/month', 'usd-per-kw-month', 130],
    ['835 TFLOPS', 'compute', 835e12],
    ['2.5 PFLOP/s', 'compute', 2.5e15],
    ['30 m', 'length', 30],
    ['5 %', 'fraction', 0.05],
    ['5%', 'fraction', 0.05],
    ['15.6 T', 'tokens', 15.6e12],
    ['300 B tokens', 'tokens', 300e9],
    ['0.4 kg/kWh', 'carbon-per-kwh', 400],
    ['  +1e3   W ', 'power', 1000],
    ['.5 s', 'time', 0.5],
    ['-3 s', 'time', -3],
  ])('%s as %s', (text, dimension, expected) => {
    const parsed = parseQuantity(text, dimension);
    expect(parsed.ok).toBe(true);
    expect(parsed.ok ? parsed.value / expected : Number.NaN).toBeCloseTo(1, 12);
  });

  it('a plain number in the unit its key names, or the base unit', () => {
    expect(parseQuantity(400, 'bandwidth', 'Gb/s')).toEqual({ ok: true, value: 50e9 });
    expect(parseQuantity(400, 'bandwidth')).toEqual({ ok: true, value: 400 });
    expect(parseQuantity(1024, 'count')).toEqual({ ok: true, value: 1024 });
  });
});

describe('parseQuantity refuses with a way out', () => {
  it.each<[string, Dimension, RegExp, RegExp]>([
    ['400', 'bandwidth', /has no unit/, /400 without quotes .*400 Gb\/s or 50 GB\/s/],
    ['400 W', 'bandwidth', /is a power, not a bandwidth/, /400 Gb\/s/],
    ['400 gb', 'bandwidth', /ambiguous/, /^write 400 Gb\/s \(bits\) or 400 GB\/s \(bytes\)$/],
    ['400 gbps', 'bandwidth', /ambiguous/, /400 Gb\/s \(bits\) or 400 GB\/s \(bytes\)/],
    ['400 G', 'bandwidth', /no unit of bandwidth/, /400 Gb\/s \(bits\) or 400 GB\/s \(bytes\)/],
    ['400 GB', 'bandwidth', /per second/, /^write 400 GB\/s/],
    ['400 Gb', 'bandwidth', /per second/, /^write 400 Gb\/s/],
    ['80 Gb', 'bytes', /in bits/, /^write 80 GB or 80 GiB$/],
    ['80 gb', 'bytes', /ambiguous/, /^write 80 GB or 80 GiB$/],
    ['80 GIB', 'bytes', /no unit of memory/, /^write 80 GiB$/],
    ['80 GB/s', 'bytes', /is a bandwidth, not an amount of memory/, /80 GiB/],
    ['2 mW', 'power', /no unit of power/, /^write 2 MW$/],
    ['2 KW', 'power', /no unit of power/, /^write 2 kW$/],
    ['5 m', 'time', /no unit of time/, /^write 5 min$/],
    ['64k', 'count', /1000 or 1024/, /^write 64000 or 65536$/],
    ['64', 'count', /is text/, /64 without quotes/],
    ['30,000 USD', 'money', /separator/, /30000/],
    ['1_000 W', 'power', /separator/, /30000/],
    ['25 EUR', 'money', /"EUR"/, /USD/],
    ['1e999 s', 'time', /finite/, /us/],
    ['', 'time', /empty/, /us/],
    ['fast', 'bandwidth', /does not start with a number/, /Gb\/s/],
    ['Infinity s', 'time', /does not start with a number/, /us/],
    [`1${'0'.repeat(5000)} s`, 'time', /too long/, /us/],
  ])('%s as %s', (text, dimension, reason, help) => {
    const parsed = parseQuantity(text, dimension);
    expect(parsed).toMatchObject({
      ok: false,
      reason: expect.stringMatching(reason),
      help: expect.stringMatching(help),
    });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('the number %s', (number) => {
    expect(parseQuantity(number, 'time').ok).toBe(false);
  });

  it('a number unit that the code got wrong, loudly', () => {
    expect(() => parseQuantity(1, 'bandwidth', 'GB')).toThrow(RangeError);
  });
});

describe('laws of parseQuantity', () => {
  it('never throws and never gives a value that is not finite', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.tuple(fc.double(), fc.string({ maxLength: 6 })).map(([number, unit]) => `${number} ${unit}`),
      fc.stringMatching(/^[0-9.eE+-]{1,9} ?[kKMGTi]{0,3}[bBWsm%$/]{0,4}$/),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(...dimensions), (input, dimension) => {
        const parsed = parseQuantity(input, dimension);
        if (parsed.ok) expect(Number.isFinite(parsed.value)).toBe(true);
        else expect(parsed.help).not.toBe('');
      }),
    );
  });

  it('every listed unit scales a number by its factor, with and without a space', () => {
    for (const dimension of dimensions) {
      for (const [unit, { factor }] of DIMENSIONS[dimension].units) {
        for (const space of ['', ' ']) {
          const parsed = parseQuantity(`2.5${space}${unit}`, dimension);
          expect(parsed.ok && parsed.value / (2.5 * factor), `${dimension} ${unit}`).toBeCloseTo(1, 12);
        }
      }
    }
  });

  it('the canonical spelling of a unit means the same as the unit', () => {
    for (const dimension of dimensions) {
      const { units } = DIMENSIONS[dimension];
      for (const [unit, { factor, canonical }] of units) {
        expect(units.get(canonical)?.factor, `${dimension} ${unit}`).toBe(factor);
      }
    }
  });

  it('a bit is an eighth of a byte, and binary is larger than decimal', () => {
    const units = DIMENSIONS.bandwidth.units;
    for (const prefix of ['', 'k', 'M', 'G', 'T', 'Ki', 'Mi', 'Gi', 'Ti']) {
      expect((units.get(`${prefix}B/s`)?.factor ?? 0) / (units.get(`${prefix}b/s`)?.factor ?? 0)).toBe(8);
    }
    for (const prefix of ['M', 'G', 'T']) {
      expect(units.get(`${prefix}iB/s`)?.factor).toBeGreaterThan(units.get(`${prefix}B/s`)?.factor ?? 0);
    }
  });

  it('the help shows something that parses', () => {
    const alternatives = (help: string) =>
      help
        .replace(/ \((bits|bytes)\)/g, '')
        .replace(/^write /, '')
        .split(' or ');
    for (const [text, dimension] of [
      ['7 gb', 'bytes'],
      ['7 gbps', 'bandwidth'],
      ['7 kw', 'power'],
      ['7 W', 'time'],
    ] as const) {
      const parsed = parseQuantity(text, dimension);
      if (parsed.ok) throw new Error(`${text} should not parse`);
      for (const one of alternatives(parsed.help))
        expect(parseQuantity(one, dimension), one).toMatchObject({ ok: true });
    }
    for (const dimension of dimensions) {
      for (const example of DIMENSIONS[dimension].examples.split(' or ')) {
        const plain = /^[\d.e]+$/.test(example);
        expect(parseQuantity(plain ? Number(example) : example, dimension), example).toMatchObject({ ok: true });
      }
    }
  });
});
