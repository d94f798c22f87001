import type { CollectiveCost, CollectiveOp } from '../collectives/types.ts';
import type { SimulatedRate } from '../evaluation/simulated-rates.ts';
import { formatNumber } from '../units/format.ts';
import { collectiveBandwidth } from './collective-bandwidth.ts';
import { collectiveChart } from './collective-chart.ts';
import { csvText } from './csv.ts';
import { jsonText } from './json.ts';
import { plainTable } from './plain-table.ts';
import type { Painter } from './reporter.ts';
import { block } from './section-text.ts';
import { simulationJson, simulationSection } from './simulation.ts';

export interface CollectiveReport {
  readonly op: CollectiveOp | 'barrier';
  readonly ranks: number;
  readonly points: readonly {
    readonly bytes: number;
    readonly cost: CollectiveCost;
    /** How a calibrated time came about; absent: the model alone. */
    readonly basis?: string;
  }[];
  /** Rates flow by flow beside the closed forms, where asked for. */
  readonly simulation?: readonly SimulatedRate[];
}

const MICROSECONDS = 1e6;
const GIGA = 1e9;

const rowsOf = ({ op, ranks, points }: CollectiveReport) =>
  points.map(({ bytes, cost, basis }) => {
    const { algbw, busbw } = collectiveBandwidth(op === 'barrier' ? 'all-reduce' : op, ranks, bytes, cost.timeS);
    return {
      bytes,
      time_s: cost.timeS,
      algbw_bytes_per_s: algbw,
      busbw_bytes_per_s: busbw,
      algorithm: cost.algorithm,
      protocol: cost.protocol,
      alpha_s: cost.alphaS,
      beta_s: cost.betaS,
      limited_by: cost.limitedBy,
      ...(basis === undefined ? {} : { basis }),
    };
  });

export const collectiveJson = (report: CollectiveReport): string =>
  jsonText({
    format_version: '1.0',
    op: report.op,
    ranks: report.ranks,
    rows: rowsOf(report),
    ...(report.simulation === undefined ? {} : { simulation: simulationJson(report.simulation) }),
  });

export function collectiveCsv(report: CollectiveReport): string {
  const rows = rowsOf(report);
  return csvText(
    ['op', 'ranks', ...Object.keys(rows[0] ?? {})],
    rows.map((row) => [report.op, report.ranks, ...Object.values(row)]),
  );
}

/** Columns and units as nccl-tests prints them, then what this model adds, and a chart of time over size. */
export function collectiveTable(report: CollectiveReport, paint: Painter): string {
  const calibrated = report.points.some(({ basis }) => basis !== undefined);
  const head = ['size', 'time', 'algbw', 'busbw', 'alpha', 'beta', 'algorithm', 'protocol', 'limited by'];
  const units = ['(B)', '(us)', '(GB/s)', '(GB/s)', '(us)', '(us)', '', '', ''];
  const rows = rowsOf(report).map((row) => [
    String(row.bytes),
    formatNumber(row.time_s * MICROSECONDS),
    formatNumber(row.algbw_bytes_per_s / GIGA),
    formatNumber(row.busbw_bytes_per_s / GIGA),
    formatNumber(row.alpha_s * MICROSECONDS),
    formatNumber(row.beta_s * MICROSECONDS),
    row.algorithm,
    row.protocol,
    row.limited_by,
    ...(calibrated ? [row.basis ?? ''] : []),
  ]);
  const title = paint.bold(`# ${report.op}, ${report.ranks} ranks`);
  const added = calibrated ? ['basis'] : [];
  const table = plainTable(
    [...head, ...added],
    [[...units, ...added.map(() => '')], ...rows],
    `rrrrrrlll${calibrated ? 'l' : ''}`,
  );
  const chart = collectiveChart(report.points.map(({ bytes, cost }) => ({ bytes, timeS: cost.timeS })));
  const simulation = report.simulation === undefined ? '' : `\n${block(simulationSection(report.simulation), paint)}\n`;
  return `${title}\n${table}\n${simulation}${chart === '' ? '' : `\n${paint.bold('# time over size')}\n${chart}`}`;
}
