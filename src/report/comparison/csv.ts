import { fieldUnit } from '../../result/units.ts';
import { csvText } from '../csv.ts';
import type { ComparisonReporter } from './comparison-report.ts';

const HEAD = ['candidate', 'field', 'unit', 'base', 'value', 'absolute', 'relative', 'effect'];

/** One row per candidate and changed field; with `all` the unchanged ones too. */
export const report: ComparisonReporter = ({ designs }, { all }) =>
  csvText(
    HEAD,
    designs.flatMap(({ comparison }) => [
      ...comparison.changes.map((change) => [
        comparison.name,
        change.field,
        fieldUnit(change.field),
        change.base,
        change.candidate,
        change.absolute,
        change.relative,
        change.effect,
      ]),
      ...(all
        ? comparison.same.map(({ field, value }) => [
            comparison.name,
            field,
            fieldUnit(field),
            value,
            value,
            null,
            null,
            'same',
          ])
        : []),
    ]),
  );
