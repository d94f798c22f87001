import type { Gpu } from '../../catalog/types.ts';
import { dottedPath, hasErrors, type Where } from '../../diagnostics/diagnostic.ts';
import { calibratedFrom } from '../../diagnostics/messages/notes.ts';
import { outOfRange } from '../../diagnostics/messages/schema.ts';
import { unreadableFile } from '../../diagnostics/messages/text.ts';
import { formatBytes, formatTime } from '../../units/format.ts';
import {
  type CalibrationPlan,
  type MeasuredGroup,
  type MeasuredPoints,
  type Point,
  type ProfileEntry,
  sameGroup,
} from '../calibration.ts';
import { issueDiagnostics } from '../load/issues.ts';
import type { Path } from '../load/path.ts';
import { tryRead } from '../load/read-text.ts';
import type { ParsedSpec } from '../load/sections.ts';
import { contradiction, leastTimeS } from '../measurement-limits.ts';
import { profileEntries } from '../profile-file.ts';
import { profileSchema } from '../schema/calibration.ts';
import { loadYaml } from '../yaml/load.ts';
import type { Resolving } from './resolving.ts';

/** Measured collectives of a spec; undefined where it has none, or none that can be read. */
export function resolveCalibration(
  resolving: Resolving,
  { profile, measured }: Pick<ParsedSpec, 'profile' | 'measured'>,
  gpu: Gpu | null,
): CalibrationPlan | undefined {
  const { at, report } = resolving;
  if (profile === undefined && measured === undefined) return undefined;
  const entries = profile === undefined ? [] : entriesOf(resolving, profile);
  const points = pointsOf(resolving, measured ?? [], gpu);
  if (entries.length > 0) report(calibratedFrom(at('profile'), entries.map(curveWords)));
  if (points.length > 0) report(calibratedFrom(at('measured', 'key'), points.map(curveWords)));
  return entries.length + points.length === 0 ? undefined : { entries, measured: points };
}

const curveWords = ({ op, ranks }: { readonly op: string; readonly ranks: number }): string =>
  `${op} on ${ranks} ranks`;

/** The head of the table that nccl-tests and rccl-tests print. */
const LOG = /^.*\bsize\s+count\s+type\s+redop\b/m;

/** The entries of a profile file. */
function entriesOf({ document, readFile, at, report }: Resolving, named: string): readonly ProfileEntry[] {
  const file = document.beside(['profile'], named);
  const read = tryRead(readFile, file);
  if (!read.ok) {
    report(unreadableFile(at('profile'), file, read.reason));
    return [];
  }
  if (LOG.test(new TextDecoder().decode(read.bytes))) {
    report(unreadableFile(at('profile'), file, 'it is a log, and fabricplan calibrate makes a profile from it'));
    return [];
  }
  const { data, locate, diagnostics } = loadYaml(read.bytes, file, 'format_version: "1.0"');
  report(...diagnostics);
  if (data === undefined || hasErrors(diagnostics)) return [];
  const where = (path: Path, target?: 'key' | 'value'): Where => ({
    path: dottedPath(['profile', ...path]),
    at: locate(path, target),
  });
  const parsed = profileSchema.safeParse(data);
  if (!parsed.success) {
    report(...issueDiagnostics(parsed.error.issues, [], profileSchema, { data, where }));
    return [];
  }
  const entries = profileEntries(parsed.data);
  const twice = entries.findIndex((entry, i) => entries.findIndex((other) => sameGroup(other, entry)) < i);
  if (twice >= 0) {
    const words = `a group of its own: ${curveWords(entries[twice] as ProfileEntry)} has an entry already`;
    report(outOfRange(where(['entries', twice, 'ranks']), entries[twice]?.ranks ?? 0, words));
  }
  return entries;
}

/** Stated points by group; times that no machine like this one can reach, or that contradict each other, are refused. */
function pointsOf(
  { at, report }: Resolving,
  measured: NonNullable<ParsedSpec['measured']>,
  gpu: Gpu | null,
): readonly MeasuredPoints[] {
  const groups: { points: readonly StatedPoint[]; group: MeasuredGroup; source: string }[] = [];
  for (const [i, { op, ranks, ranks_per_node: perNode, bytes, time }] of measured.entries()) {
    const group = { op, ranks, ranksPerNode: perNode ?? null };
    const known = groups.find((other) => sameGroup(other.group, group));
    const point = { bytes, timeS: time, path: `measured[${i}].time` };
    const leastS = leastTimeS(bytes, ranks, gpu?.memoryBytesPerS ?? Number.POSITIVE_INFINITY);
    if (time < leastS)
      report(
        outOfRange(at(point.path), formatTime(time), `at least ${formatTime(leastS)}, which launch and memory take`),
      );
    if (known === undefined) groups.push({ group, points: [point], source: `measured[${i}]` });
    else if (known.points.some((other) => other.bytes === bytes)) {
      report(outOfRange(at(`measured[${i}].bytes`), bytes, 'a size that this operation and group does not have yet'));
    } else known.points = [...known.points, point];
  }
  for (const { points } of groups) {
    const found = contradiction(points);
    if (found === undefined) continue;
    const { point, smaller } = found;
    const before = `${formatBytes(smaller.bytes)} takes ${formatTime(smaller.timeS)}`;
    report(
      outOfRange(at(point.path), formatTime(point.timeS), `at least half of what a smaller message takes (${before})`),
    );
  }
  return groups.map(({ group, points, source }) => ({
    ...group,
    points: points.map(({ bytes, timeS }) => ({ bytes, timeS })),
    source,
  }));
}

interface StatedPoint extends Point {
  readonly path: string;
}
