import { formatUsd } from '../../units/format.ts';
import { known, type SectionOf } from './section.ts';

/** How far the cost per GPU-hour moves between the ends of each input; a detail for `--all`. */
export const influence: SectionOf = (result, { all }) => {
  const inputs = result.cost.influence ?? [];
  if (!all || inputs.length === 0) return null;
  return {
    title: 'cost per GPU-hour at the ends of each input',
    head: ['input', 'from', 'low', 'high'],
    align: 'llrr',
    rows: inputs.map(({ input, ends = '', low, high }) => [input, ends, known(low, formatUsd), known(high, formatUsd)]),
    notes: [],
  };
};
