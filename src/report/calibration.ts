import type { Health } from '../collectives/calibration/health.ts';
import type { CalibrationRemark, Profile, ReadCurve } from '../collectives/calibration/profile.ts';
import type { Reach } from '../collectives/calibration/reach.ts';
import { formatBytes } from '../units/format.ts';
import { collectiveBandwidth } from './collective-bandwidth.ts';
import { jsonText } from './json.ts';
import { listing } from './listing.ts';
import type { Painter } from './reporter.ts';

export interface CalibrationReport {
  readonly profile: Profile;
  readonly curves: readonly (ReadCurve & { readonly health: Health | null })[];
  readonly refused: readonly CalibrationRemark[];
  readonly warnings: readonly CalibrationRemark[];
  readonly reach: readonly Reach[];
}

const GIGA = 1e9;
const percent = (fraction: number | null): string => (fraction === null ? '-' : `${(100 * fraction).toFixed(1)} %`);

const nodesOf = ({ ranks, ranksPerNode }: Pick<ReadCurve, 'ranks' | 'ranksPerNode'>): number | null =>
  ranksPerNode === null ? null : Math.ceil(ranks / ranksPerNode);

/** The largest bus bandwidth of a curve, bytes/s. */
const peakOf = ({ op, ranks, points }: ReadCurve): number =>
  Math.max(...points.map(({ bytes, timeS }) => collectiveBandwidth(op, ranks, bytes, timeS).busbw));

function healthWords(health: Health | null): string {
  if (health === null) return '-';
  if (health.slowdown === null) return 'too small to tell';
  if (health.verdict === 'as expected') return health.verdict;
  return `${health.verdict}: ${health.slowdown.toFixed(2)} x the modelled time`;
}

/** What was recognised, the fit with its errors, and what the profile does not answer for. */
export function calibrationTable(report: CalibrationReport, paint: Painter): string {
  const sizes = (from: number, to: number): string => `${formatBytes(from)} .. ${formatBytes(to)}`;
  const logs = listing(
    ['log', 'operation', 'ranks', 'nodes', 'rows', 'peak busbw', 'health'],
    report.curves.map((curve) => [
      curve.source,
      curve.op,
      String(curve.ranks),
      String(nodesOf(curve) ?? '?'),
      String(curve.points.length),
      `${(peakOf(curve) / GIGA).toFixed(1)} GB/s`,
      healthWords(curve.health),
    ]),
    'llrrrrl',
  );
  const fits = listing(
    ['operation', 'ranks', 'sizes', 'segments', 'error', 'size left out'],
    report.profile.entries.map((entry) => [
      entry.op,
      String(entry.ranks),
      sizes(entry.smallestBytes, entry.largestBytes),
      String(entry.segments.length),
      percent(entry.errorFraction),
      percent(entry.leaveOneOutErrorFraction),
    ]),
    'lrllrr',
  );
  const reach = report.reach.flatMap(({ op, covers, refuses }) => [
    `  ${op}: ${covers}`,
    ...(refuses === null ? [] : [`    not carried to ${refuses}`]),
  ]);
  return [paint.bold('logs'), logs, '', paint.bold('fit'), fits, '', paint.bold('reach'), ...reach, ''].join('\n');
}

export function calibrationJson({ profile, curves, refused, warnings, reach }: CalibrationReport): string {
  const remarks = (list: readonly CalibrationRemark[]) => list.map(({ source, message }) => ({ log: source, message }));
  return jsonText({
    format_version: '1.0',
    logs: curves.map((curve) => ({
      log: curve.source,
      op: curve.op,
      ranks: curve.ranks,
      ranks_per_node: curve.ranksPerNode,
      nodes: nodesOf(curve),
      rows: curve.points.length,
      peak_busbw_bytes_per_s: peakOf(curve),
      health: curve.health === null ? null : curve.health.verdict,
      slowdown: curve.health?.slowdown ?? null,
    })),
    entries: profile.entries.map((entry) => ({
      op: entry.op,
      ranks: entry.ranks,
      ranks_per_node: entry.ranksPerNode,
      smallest_bytes: entry.smallestBytes,
      largest_bytes: entry.largestBytes,
      rows: entry.rows,
      in_sample_error_fraction: entry.errorFraction,
      leave_one_out_error_fraction: entry.leaveOneOutErrorFraction,
      segments: entry.segments.map(({ fromBytes, alphaS, betaSPerByte }) => ({
        from_bytes: fromBytes,
        alpha_s: alphaS,
        beta_s_per_byte: betaSPerByte,
      })),
    })),
    reach: reach.map(({ op, covers, refuses }) => ({ op, covers, refuses })),
    refused: remarks(refused),
    warnings: remarks(warnings),
  });
}
