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
} from '../../units/format.ts';
import { listing } from '../listing.ts';
import type { Painter } from '../reporter.ts';
import type { Entry } from './entry.ts';
import type { Explanation, Value } from './explanation.ts';

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
function valueText(value: Value, unit: string | null): string {
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

/** The explanation of one field of one result: one level of the tree. */
export function explanationText(explanation: Explanation, paint: Painter): string {
  const { field, value, unit, reason, meaning, formula, source, inputs } = explanation;
  const rows = inputs.map((input) => [input.name, valueText(input.value, input.unit), input.origin]);
  const deeper = inputs.find((input) => input.explanation !== undefined);
  return [
    `${paint.bold(field)} = ${valueText(value, unit)}${reason === null ? '' : ` (${reason})`}`,
    `  ${meaning}`,
    '',
    `  formula  ${formula}`,
    `  source   ${source}`,
    ...(rows.length === 0 ? [] : ['', listing(['input', 'value', 'origin'], rows, 'lll')]),
    ...(deeper === undefined ? [] : ['', `  a computed input in turn: --explain ${deeper.name}`]),
    '',
  ].join('\n');
}

/** What a field means, without a result at hand. */
export function meaningText(field: string, { meaning, formula, source, inputs }: Entry, unit: string | null): string {
  return [
    `${field}${unit === null ? '' : ` (${unit})`}`,
    `  ${meaning}`,
    '',
    `  formula  ${formula}`,
    `  source   ${source}`,
    ...(inputs.length === 0 ? [] : [`  inputs   ${inputs.map((ref) => ref.replace(/^\w+:/, '')).join(', ')}`]),
    `  example  fabricplan analyze cluster.yaml --explain ${field.replaceAll('[]', '[0]')}`,
    '',
  ].join('\n');
}
