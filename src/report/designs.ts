import type { Aim } from '../planning/sweep/pareto.ts';
import type { Cell } from '../planning/sweep/row.ts';
import { formatCount } from '../units/format.ts';
import { jsonText } from './json.ts';
import type { Painter } from './reporter.ts';
import { type RowFormatName, rowFormats } from './rows/row-format.ts';
import { rowTable } from './rows/table.ts';

/** The best designs of a search over clusters, as rows of the fields that were asked for. */
export interface DesignReport {
  readonly aim: Aim;
  /** Paths that were varied. */
  readonly paths: readonly string[];
  /** Result fields of a row after its paths. */
  readonly fields: readonly string[];
  /** Best first: values of the paths, then of the fields. */
  readonly designs: readonly (readonly Cell[])[];
  readonly counts: DesignCounts;
}

/** A design among others: equal scores keep the order of the grid. */
export interface RankedDesign {
  /** Small is good. */
  readonly score: number;
  readonly point: number;
  readonly cells: readonly Cell[];
}

/** Where the designs went that are not among the rows for these reasons. */
export interface DesignCounts {
  readonly designs: number;
  readonly impossible: number;
  readonly tooLarge: number;
  readonly refused: number;
}

const columnsOf = ({ paths, fields }: DesignReport): readonly string[] => ['rank', ...paths, ...fields];

const rowsOf = ({ designs }: DesignReport): readonly (readonly Cell[])[] =>
  designs.map((cells, rank) => [rank + 1, ...cells]);

export function designJson(report: DesignReport): string {
  const { aim, counts } = report;
  const columns = columnsOf(report);
  return jsonText({
    format_version: '1.0',
    objective: { field: aim.field, sense: aim.sense },
    counts: {
      designs: counts.designs,
      impossible: counts.impossible,
      too_large: counts.tooLarge,
      refused: counts.refused,
    },
    designs: rowsOf(report).map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null]))),
  });
}

export function designRows(report: DesignReport, format: RowFormatName): string {
  const { head, row } = rowFormats[format];
  const columns = columnsOf(report);
  return [head(columns), ...rowsOf(report).map((cells) => row(columns, cells))].join('');
}

/** Of the parallel plan only the two sizes that say most fit a line. */
const SHOWN_OF_PLAN = ['plan.tensor', 'plan.pipeline'];

/** The designs for people, the best of them last. */
export function designTable(report: DesignReport, paint: Painter): string {
  const columns = columnsOf(report);
  const shown = columns.filter((name) => !name.startsWith('plan.') || SHOWN_OF_PLAN.includes(name));
  const at = shown.map((name) => columns.indexOf(name));
  const rows = rowsOf(report).map((row) => at.map((i) => row[i] ?? null));
  return [
    ...(rows.length === 0 ? [] : [rowTable(shown, rows)]),
    `  ${summary(report.counts)}`,
    verdict(report, paint),
    '',
  ].join('\n');
}

function summary({ designs, impossible, tooLarge, refused }: DesignCounts): string {
  const parts = [
    impossible > 0 ? `${formatCount(impossible)} cannot be built` : '',
    tooLarge > 0 ? `${formatCount(tooLarge)} have too little memory` : '',
    refused > 0 ? `${formatCount(refused)} miss a constraint` : '',
  ].filter((part) => part !== '');
  return `${formatCount(designs)} designs${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
}

function verdict({ aim, paths, designs, counts }: DesignReport, paint: Painter): string {
  const [best] = designs;
  if (best !== undefined) {
    const values = paths.map((path, i) => `${path}=${best[i]}`).join(', ');
    return `${paint.green('✓')} best by ${aim.field}: ${values}`;
  }
  return `${paint.red('✗')} ${counts.refused > 0 ? 'no design meets the constraints' : 'no design runs'}`;
}
