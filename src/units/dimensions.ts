import {
  BITS_PER_BYTE,
  G_PER_KG,
  J_PER_KWH,
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
  SECONDS_PER_YEAR,
  W_PER_KW,
} from './constants.ts';
import { BINARY, DECIMAL } from './prefixes.ts';

/** What a quantity measures. Values are in the base unit named in `DIMENSIONS`. */
export type Dimension =
  | 'bandwidth'
  | 'bytes'
  | 'time'
  | 'power'
  | 'energy'
  | 'money'
  | 'usd-per-kwh'
  | 'usd-per-hour'
  | 'usd-per-kw-month'
  | 'compute'
  | 'length'
  | 'fraction'
  | 'count'
  | 'tokens'
  | 'carbon-per-kwh';

/** One spelling of a unit. `canonical` is how we print it; several spellings may share one. */
export interface Unit {
  readonly factor: number;
  readonly canonical: string;
}

export interface DimensionInfo {
  /** With its article, as it stands in a message: "a bandwidth". */
  readonly noun: string;
  /** What its units measure: "no unit of memory". */
  readonly topic: string;
  /** Unit of a parsed value. */
  readonly baseUnit: string;
  /** Values to paste, as they stand in a help line. */
  readonly examples: string;
  readonly units: ReadonlyMap<string, Unit>;
}

type Prefixes = readonly (readonly [string, number])[];
const ALL: Prefixes = [...DECIMAL, ...BINARY];
const SI: Prefixes = DECIMAL.filter(([prefix]) => prefix !== 'K');

interface Family {
  readonly prefixes: Prefixes;
  /** Spellings after the prefix; the first one is canonical. */
  readonly names: readonly string[];
  readonly factor: number;
}

/** Expands families of prefix x name into a table of spellings. */
function units(families: readonly Family[]): ReadonlyMap<string, Unit> {
  const table = new Map<string, Unit>();
  for (const { prefixes, names, factor } of families) {
    for (const [prefix, scale] of prefixes) {
      const canonical = `${prefix === 'K' ? 'k' : prefix}${names[0] ?? ''}`;
      for (const name of names) table.set(`${prefix}${name}`, { factor: scale * factor, canonical });
    }
  }
  return table;
}

const one = (names: readonly string[], factor = 1): Family => ({ prefixes: [['', 1]], names, factor });

const BITS = { prefixes: ALL, names: ['b/s', 'bps', 'bit/s', 'bits/s'], factor: 1 / BITS_PER_BYTE };
const BYTES_PER_S = { prefixes: ALL, names: ['B/s', 'Bps', 'byte/s', 'bytes/s'], factor: 1 };

/** The dimensions with every spelling they accept. Case matters: `b` is a bit, `B` a byte, `m` milli, `M` mega. */
export const DIMENSIONS: Readonly<Record<Dimension, DimensionInfo>> = {
  bandwidth: {
    noun: 'a bandwidth',
    topic: 'bandwidth',
    baseUnit: 'B/s',
    examples: '400 Gb/s or 50 GB/s',
    units: units([BITS, BYTES_PER_S]),
  },
  bytes: {
    noun: 'an amount of memory',
    topic: 'memory',
    baseUnit: 'B',
    examples: '80 GB or 80 GiB',
    units: units([{ prefixes: ALL, names: ['B', 'byte', 'bytes'], factor: 1 }]),
  },
  time: {
    noun: 'a time',
    topic: 'time',
    baseUnit: 's',
    examples: '1.5 us or 20 ms',
    units: units([
      one(['ns'], 1e-9),
      // Both Unicode letters: U+00B5 micro sign and U+03BC Greek mu.
      one(['us', '\u00b5s', '\u03bcs'], 1e-6),
      one(['ms'], 1e-3),
      one(['s', 'sec', 'second', 'seconds']),
      one(['min', 'minute', 'minutes'], SECONDS_PER_MINUTE),
      one(['h', 'hour', 'hours'], SECONDS_PER_HOUR),
      one(['d', 'day', 'days'], SECONDS_PER_DAY),
      one(['year', 'years'], SECONDS_PER_YEAR),
    ]),
  },
  power: {
    noun: 'a power',
    topic: 'power',
    baseUnit: 'W',
    examples: '700 W or 2 MW',
    units: units([{ prefixes: SI, names: ['W', 'watt', 'watts'], factor: 1 }]),
  },
  energy: {
    noun: 'an energy',
    topic: 'energy',
    baseUnit: 'J',
    examples: '5 kJ or 2 kWh',
    units: units([
      { prefixes: SI, names: ['J'], factor: 1 },
      { prefixes: SI, names: ['Wh'], factor: J_PER_KWH / W_PER_KW },
    ]),
  },
  money: {
    noun: 'an amount of money',
    topic: 'money',
    baseUnit: 'USD',
    examples: '25 USD or 1.2 MUSD',
    units: units([{ prefixes: SI.slice(0, 4), names: ['USD', '$'], factor: 1 }]),
  },
  'usd-per-kwh': {
    noun: 'a price of electricity',
    topic: 'electricity price',
    baseUnit: 'USD/kWh',
    examples: '0.08 USD/kWh or 80 USD/MWh',
    units: units([one(['USD/kWh', '$/kWh']), one(['USD/MWh', '$/MWh'], 1e-3)]),
  },
  'usd-per-hour': {
    noun: 'a price per hour',
    topic: 'price per hour',
    baseUnit: 'USD/h',
    examples: '2.5 USD/h',
    units: units([one(['USD/h', '$/h', 'USD/hour', '$/hour'])]),
  },
  'usd-per-kw-month': {
    noun: 'a price per kilowatt and month',
    topic: 'price per kilowatt and month',
    baseUnit: 'USD/kW/month',
    examples: '130 USD/kW/month',
    units: units([one(['USD/kW/month', '$/kW/month'])]),
  },
  compute: {
    noun: 'a compute rate',
    topic: 'compute',
    baseUnit: 'FLOP/s',
    examples: '989 TFLOPS or 2.5 PFLOP/s',
    units: units([{ prefixes: SI, names: ['FLOP/s', 'FLOPS', 'FLOPs/s', 'Flops', 'flops', 'flop/s'], factor: 1 }]),
  },
  length: {
    noun: 'a length',
    topic: 'length',
    baseUnit: 'm',
    examples: '30 m',
    units: units([one(['m', 'meter', 'meters', 'metre', 'metres']), one(['cm'], 1e-2), one(['km'], 1e3)]),
  },
  fraction: {
    noun: 'a share',
    topic: 'shares',
    baseUnit: '',
    examples: '0.05 or 5 %',
    units: units([one(['%', 'percent'], 1e-2)]),
  },
  count: { noun: 'a count', topic: 'counts', baseUnit: '', examples: '1024', units: new Map() },
  tokens: {
    noun: 'a number of tokens',
    topic: 'tokens',
    baseUnit: '',
    examples: '15.6e12 or 15.6 T',
    units: units([
      one(['T', 'T tokens', 'trillion'], 1e12),
      one(['B', 'B tokens', 'billion'], 1e9),
      one(['M', 'M tokens', 'million'], 1e6),
      one(['tokens']),
    ]),
  },
  'carbon-per-kwh': {
    noun: 'a carbon intensity',
    topic: 'carbon intensity',
    baseUnit: 'g/kWh',
    examples: '380 g/kWh',
    units: units([
      one(['g/kWh', 'gCO2/kWh', 'gCO2e/kWh']),
      one(['kg/kWh', 'kgCO2/kWh', 'kgCO2e/kWh'], G_PER_KG),
      one(['kg/MWh', 'kgCO2/MWh', 'kgCO2e/MWh']),
    ]),
  },
};
