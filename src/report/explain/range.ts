import type { PriceLevel } from '../../economics/price.ts';
import { cost } from './cost.ts';
import { type Entries, type Entry, type InputRef, stated } from './entry.ts';
import { power } from './power.ts';

const levels = ['low', 'typical', 'high'] as const satisfies readonly PriceLevel[];

/** The price level that a field of the range is for; null for other fields. */
export const levelOfField = (field: string): PriceLevel | null =>
  levels.find((level) => field.startsWith(`range.${level}.`)) ?? null;

/** Money and power at each price level: calculated like the fields without a level. */
const at =
  (level: PriceLevel) =>
  ([field, entry]: [string, Entry]): [string, Entry] => [
    `range.${level}.${field}`,
    {
      ...entry,
      meaning: `${entry.meaning}; at ${level} prices`,
      inputs: entry.inputs.map((ref) => leveled(ref, level)),
    },
  ];

const leveled = (ref: InputRef, level: PriceLevel): InputRef =>
  /^(cost|power)\./.test(ref) ? `range.${level}.${ref}` : ref;

export const range: Entries = {
  'range.varied': stated('Spec keys that differ between the levels; the rest is as planned'),
  ...Object.fromEntries(levels.flatMap((level) => Object.entries({ ...cost, ...power }).map(at(level)))),
};
