import type { ResidualClass, ResidualTable } from '../evaluation/accuracy/residuals.ts';
import { formatPercent } from '../units/format.ts';
import { csvText } from './csv.ts';
import { jsonText } from './json.ts';
import { plainTable } from './plain-table.ts';

const nameOf = (each: ResidualClass): string => {
  if (each.family !== null) return `family ${each.family}`;
  const parts = [each.generation, each.model, each.precision].filter((part) => part !== null);
  return parts.length === 0 ? 'all runs' : parts.join(', ');
};

/** Shown without `--all`: everything but the classes by precision inside a generation, which `--all` adds. */
const isHeadline = (each: ResidualClass): boolean =>
  each.complete && each.family === null && (each.generation === null || each.precision === null);

const signed = (share: number): string => `${share < 0 ? '-' : '+'}${formatPercent(Math.abs(share))}`;

/** How far the predictions are from published steps, class by class. */
export function accuracyTable(table: ResidualTable, all: boolean): string {
  const rows = table.classes
    .filter((each) => all || isHeadline(each))
    .map((each) => [
      `${nameOf(each)}${each.complete ? '' : ' (incomplete)'}`,
      String(each.n),
      String(each.families),
      formatPercent(each.fitted.median),
      formatPercent(each.fitted.p90),
      formatPercent(each.leftOut.median),
      formatPercent(each.leftOut.p90),
      signed(each.leftOut.bias),
      `x ${each.factor80.toFixed(2)}`,
    ]);
  return `${plainTable(
    ['step time of published runs', 'n', 'families', 'median', 'p90', 'unseen: median', 'p90', 'bias', '80 % within'],
    rows,
    'lrrrrrrrr',
  )}
  |predicted / measured - 1|; one configuration counts once. "unseen": the run's whole family held out of the fit.
  Incomplete rows lack something that decides the step${all ? '' : '; see them, families and precisions with --all'}.
`;
}

const flat = (each: ResidualClass): Readonly<Record<string, string | number | boolean | null>> => ({
  family: each.family,
  generation: each.generation,
  model: each.model,
  precision: each.precision,
  complete: each.complete,
  configurations: each.n,
  families: each.families,
  fitted_median_error_fraction: each.fitted.median,
  fitted_p90_error_fraction: each.fitted.p90,
  fitted_bias_fraction: each.fitted.bias,
  unseen_median_error_fraction: each.leftOut.median,
  unseen_p90_error_fraction: each.leftOut.p90,
  unseen_bias_fraction: each.leftOut.bias,
  factor_80: each.factor80,
});

export const accuracyJson = (table: ResidualTable): string =>
  jsonText({ constants: table.constants, classes: table.classes.map(flat) });

export function accuracyCsv(table: ResidualTable): string {
  const rows = table.classes.map(flat);
  const [first] = rows;
  return first === undefined
    ? ''
    : csvText(
        Object.keys(first),
        rows.map((row) => Object.values(row)),
      );
}
