import {
  formatBytes,
  formatBytesPerS,
  formatCompute,
  formatCount,
  formatEnergy,
  formatNumber,
  formatPower,
  formatTime,
  formatUsd,
} from '../units/format.ts';
import type { Value } from './explain/explanation.ts';

const listShown = 6;

const formats: Readonly<Record<string, (value: number) => string>> = {
  s: formatTime,
  B: formatBytes,
  'B/s': formatBytesPerS,
  'FLOP/s': formatCompute,
  W: formatPower,
  J: formatEnergy,
  count: formatCount,
  ratio: formatNumber,
};

/** A value with its unit for people. */
export function valueText(value: Value, unit: string | null): string {
  if (value === null) return 'unknown';
  if (Array.isArray(value)) {
    const shown = value.slice(0, listShown).map((item) => valueText(item, unit));
    return `${shown.join(', ')}${value.length > listShown ? `, ... (${value.length})` : ''}`;
  }
  if (typeof value !== 'number') return String(value);
  if (unit?.startsWith('USD')) return `${formatUsd(value)}${unit.slice('USD'.length)}`;
  const format = formats[unit ?? ''];
  if (format !== undefined) return format(value);
  return [Number.isInteger(value) ? formatCount(value) : formatNumber(value), unit ?? ''].join(' ').trim();
}
