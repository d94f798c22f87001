import {
  BITS_PER_BYTE,
  GIB,
  KIB,
  MIB,
  PIB,
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
  TIB,
} from './constants.ts';

/**
 * Numbers for people: at most three significant digits, a unit after a space. An exact value drops its trailing zeros
 * (80 GiB), a rounded one keeps them (48.0 GiB), so the reader sees which is which. JSON and CSV carry full precision
 * and never come through here.
 *
 * All functions throw RangeError on NaN and infinities: those are bugs upstream and must not reach a reader.
 */

type Scale = readonly (readonly [factor: number, unit: string])[];

const DIGITS = 3;
const decimal = (unit: string): Scale => [
  [1e18, `E${unit}`],
  [1e15, `P${unit}`],
  [1e12, `T${unit}`],
  [1e9, `G${unit}`],
  [1e6, `M${unit}`],
  [1e3, `k${unit}`],
  [1, unit],
];
const TIME: Scale = [
  [SECONDS_PER_DAY, 'd'],
  [SECONDS_PER_HOUR, 'h'],
  [SECONDS_PER_MINUTE, 'min'],
  [1, 's'],
  [1e-3, 'ms'],
  [1e-6, '\u00b5s'],
  [1e-9, 'ns'],
];
const BYTES: Scale = [
  [PIB, 'PiB'],
  [TIB, 'TiB'],
  [GIB, 'GiB'],
  [MIB, 'MiB'],
  [KIB, 'KiB'],
  [1, 'B'],
];
const BYTES_PER_S = decimal('B/s');
const BITS_PER_S = decimal('b/s');
const POWER = decimal('W');
const ENERGY = decimal('J');
const COMPUTE = decimal('FLOP/s');
const LENGTH: Scale = [[1, 'm']];
const MONEY: Scale = [
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
];

/** `1.94 s`, `12.3 ms`, `4.5 µs`, `2.1 h`. */
export const formatTime = (timeS: number): string => scaled(timeS, TIME);
/** `71.2 GiB`. */
export const formatBytes = (bytes: number): string => scaled(bytes, BYTES);
/** `450 GB/s`. */
export const formatBytesPerS = (bytesPerS: number): string => scaled(bytesPerS, BYTES_PER_S);
/** `400 Gb/s`: a link's rate as network people name it. */
export const formatLinkRate = (bytesPerS: number): string => scaled(bytesPerS * BITS_PER_BYTE, BITS_PER_S);
/** `1.42 MW`. */
export const formatPower = (powerW: number): string => scaled(powerW, POWER);
/** `12.5 kJ`. */
export const formatEnergy = (energyJ: number): string => scaled(energyJ, ENERGY);
/** `835 TFLOP/s`. */
export const formatCompute = (flopsPerS: number): string => scaled(flopsPerS, COMPUTE);
/** `30 m`. */
export const formatLength = (lengthM: number): string => scaled(lengthM, LENGTH);

/** `$43.6 M`, `$0.08`. */
export function formatUsd(usd: number): string {
  const text = scaled(Math.abs(usd), MONEY).trimEnd();
  return usd < 0 && text !== '0' ? `-$${text}` : `$${text}`;
}

/** `9.2 %` of 0.092. */
export const formatPercent = (fraction: number): string => `${significant(fraction * 100)} %`;

/** `1,024`: whole, exact, with thousands separators. A count that is no integer is rounded to three digits. */
export function formatCount(count: number): string {
  return Number.isInteger(count) ? grouped(checked(count).toFixed(0)) : formatNumber(count);
}

/** A bare number or ratio: `0.41`, `1.5`, `12,300`. */
/** Whole numbers in full, others as `formatNumber`. */
export const formatExact = (value: number): string =>
  Number.isInteger(value) ? formatCount(value) : formatNumber(value);

export const formatNumber = (value: number): string => significant(value);

/** `1.5 T` for tokens and parameters, with the words' initials: M, B, T. */
export function formatLargeCount(count: number): string {
  return scaled(count, [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
    [1, ''],
  ]).trimEnd();
}

/** Picks the largest unit that leaves at least one after rounding, so 999.9 ms reads 1 s and 1024 B reads 1 KiB. */
function scaled(value: number, scale: Scale): string {
  if (checked(value) === 0) return `0 ${baseName(scale)}`;
  const reachesOne = (size: number): boolean => Math.abs(Number((value / size).toPrecision(DIGITS))) >= 1;
  const [factor, unit] = scale.find(([size]) => reachesOne(size)) ?? scale.at(-1) ?? [1, ''];
  return `${significant(value / factor)} ${unit}`;
}

const baseName = (scale: Scale): string => scale.find(([factor]) => factor === 1)?.[1] ?? '';

function significant(value: number): string {
  if (checked(value) === 0) return '0';
  const text = value.toPrecision(DIGITS);
  const rounded = Number(text);
  const size = Math.abs(rounded);
  if (size >= 1e15 || size < 1e-6) return exponent(rounded);
  const exact = Math.abs(rounded - value) <= Math.abs(value) * 1e-12;
  const plain = size >= 10 ** DIGITS ? rounded.toFixed(0) : text.includes('e') ? String(rounded) : text;
  return grouped(exact && plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain);
}

const exponent = (value: number): string => value.toExponential(DIGITS - 1).replace(/\.?0+e/, 'e');

function grouped(digits: string): string {
  const [whole = '', part] = digits.split('.');
  const separated = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined ? separated : `${separated}.${part}`;
}

function checked(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`cannot print ${value} as a quantity`);
  return value;
}
