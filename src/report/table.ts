import type { Result } from '../result/schema.ts';
import { formatBytes, formatPercent } from '../units/format.ts';
import { listing } from './listing.ts';
import type { Painter, Reporter, ReportOptions } from './reporter.ts';
import { block } from './section-text.ts';
import { sections } from './sections/index.ts';
import { memoryParts } from './sections/memory.ts';
import { exitOf } from './verdict-exit.ts';
import { drivers, fitLine, summary } from './verdict-lines.ts';

/** The report for a terminal: details first, the verdict in the last lines, where the eye rests. */
export const report: Reporter = (result, options) => {
  const blocks = result.training.memory.fits ? fitting(result, options) : tooLarge(result, options);
  return { output: `${blocks.join('\n\n')}\n`, exitCode: exitOf(result) };
};

function fitting(result: Result, options: ReportOptions): string[] {
  const { paint } = options;
  const advice = result.verdict.advice.map((line) => `  try: ${line}`);
  const shown = sections.map((section) => section(result, options)).filter((section) => section !== null);
  const ranked = drivers(result).map(({ cause, share, detail }, index) => [`${index + 1}`, cause, share, detail]);
  const last = [
    `  ${paint.bold(summary(result))}`,
    `${paint.green('✓')} ${fitLine(result)}`,
    ...(ranked.length > 0 ? [listing([], ranked, 'llrl')] : []),
  ];
  return [title(result, paint), ...shown.map((section) => block(section, paint)), ...joined(advice), last.join('\n')];
}

function tooLarge(result: Result, { paint, all, locate }: ReportOptions): string[] {
  const { total_bytes: total } = result.training.memory;
  const rows = memoryParts(result)
    .filter((part) => part.bytes > 0)
    .sort((a, b) => b.bytes - a.bytes)
    .map(({ label, bytes: size, setBy }) => [
      label,
      formatBytes(size),
      formatPercent(size / total),
      locate?.(setBy) ?? setBy,
    ]);
  const details = all ? sections.map((section) => section(result, { all })).filter((section) => section !== null) : [];
  return [
    ...details.map((section) => block(section, paint)),
    `${paint.red('✗')} ${fitLine(result)}`,
    [listing([], rows, 'lrrl'), ...result.verdict.advice.map((line) => `  try: ${line}`)].join('\n'),
  ];
}

const title = (result: Result, paint: Painter): string =>
  [paint.bold(result.name), ...result.overrides.map((override) => `  --set ${override}`)].join('\n');

const joined = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : [lines.join('\n')]);
