import type { Result } from '../../result/schema.ts';
import { formatNumber } from '../../units/format.ts';
import type { SectionOf } from './section.ts';

const sourceWidth = 60;

type Value = Result['assumptions'][number]['value'];

/** Digits of a value that somebody wrote down, a rate or a price; more come out of a calculation. */
const writtenDigits = 6;

const number = (value: number | null): string => {
  if (value === null) return 'null';
  const written = Number.isInteger(value) || Number(value.toPrecision(writtenDigits)) === value;
  return written ? String(value) : formatNumber(value);
};

/** An assumed value as a user would write it: exact, unless it is calculated. */
function assumedValue(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(number).join(', ')}]`;
  return typeof value === 'number' ? number(value) : String(value);
}

const clip = (text: string, width: number): string => (text.length > width ? `${text.slice(0, width - 1)}…` : text);

/** Every value the user did not state, with the key that sets it. */
export const assumptions: SectionOf = (result, { all }) => {
  if (result.assumptions.length === 0) return null;
  return {
    list: true,
    title: 'assumptions (*)',
    head: ['key', 'value', 'unit', 'source', 'confidence'],
    align: 'lrlll',
    rows: result.assumptions.map((a) => [
      a.path,
      assumedValue(a.value),
      a.unit ?? '',
      all ? a.source : clip(a.source, sourceWidth),
      a.confidence,
    ]),
    notes: ['a key set in the spec, or with --set, replaces its assumption'],
  };
};
