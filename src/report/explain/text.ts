import { listing } from '../listing.ts';
import type { Painter } from '../reporter.ts';
import { valueText } from '../value-text.ts';
import type { Entry } from './entry.ts';
import type { Explanation } from './explanation.ts';

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

const kindsOfInput: Readonly<Record<string, string>> = {
  price: 'counts and prices of',
  draw: 'counts and draws of',
  rating: 'counts and ratings of the equipment:',
  tier: 'draw / rate of the links and switches of the tier',
};

function words(ref: string): string {
  const [kind = '', name = ''] = ref.split(':');
  const of = kindsOfInput[kind];
  if (of === undefined) return name === '' ? ref : name;
  return kind === 'tier' ? of : `${of} ${name.replaceAll('|', ' and ')}`;
}

/** What a field means, without a result at hand. */
export function meaningText(field: string, { meaning, formula, source, inputs }: Entry, unit: string | null): string {
  return [
    `${field}${unit === null ? '' : ` (${unit})`}`,
    `  ${meaning}`,
    '',
    `  formula  ${formula}`,
    `  source   ${source}`,
    ...(inputs.length === 0 ? [] : [`  inputs   ${inputs.map(words).join(', ')}`]),
    `  example  fabricplan analyze cluster.yaml --explain ${field.replaceAll('[]', '[0]')}`,
    '',
  ].join('\n');
}
