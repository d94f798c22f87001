import { type At, type Diagnostic, isArgument } from '../diagnostic.ts';
import { ordered } from '../order.ts';
import { type Painter, PLAIN } from '../painter.ts';
import { plural, printable } from '../printable.ts';
import type { Severity } from '../severity.ts';
import { sourceView } from './source-view.ts';

/** A terminal has no use for more; the count at the end tells how many there are. */
const MAX_SHOWN = 50;

/**
 * The list as a compiler prints it: place, source line, caret, help, and where to read more; sorted, with a count at
 * the end. Empty text for an empty list; otherwise it ends in a line break.
 */
export function renderText(diagnostics: readonly Diagnostic[], painter: Painter = PLAIN): string {
  const all = ordered(diagnostics);
  if (all.length === 0) return '';
  const blocks = all.slice(0, MAX_SHOWN).map((diagnostic) => block(diagnostic, painter));
  if (all.length > MAX_SHOWN) blocks.push(`and ${all.length - MAX_SHOWN} more`);
  blocks.push(painter.bold(summary(all)));
  return `${blocks.join('\n\n')}\n`;
}

/** `4 errors in c.yaml`, `1 error and 2 warnings in 2 files`. */
function summary(diagnostics: readonly Diagnostic[]): string {
  const counts = (['error', 'warning', 'note'] as const)
    .map((severity) => [severity, diagnostics.filter((one) => one.severity === severity).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => plural(count, severity));
  const files = [...new Set(diagnostics.flatMap(({ at }) => (at === undefined ? [] : [at.file])))];
  const place =
    files.length === 0 ? '' : ` in ${files.length === 1 ? printable(files[0] ?? '') : `${files.length} files`}`;
  const text = counts.length < 3 ? counts.join(' and ') : `${counts.slice(0, -1).join(', ')} and ${counts.at(-1)}`;
  return `${text}${place}`;
}

function block({ code, severity, message, label, help, at }: Diagnostic, painter: Painter): string {
  const color = colorOf(severity, painter);
  const lines = [`${color(`${severity}[${code}]`)}${painter.bold(`: ${printable(message)}`)}`];
  const margin = ' '.repeat(at === undefined ? 1 : gutter(at).length + 1);
  if (at !== undefined) lines.push(...source(at, label, margin, color, painter));
  const bullet = `${margin} ${painter.blue('=')} `;
  if (at === undefined && label !== undefined) lines.push(`${bullet}${printable(label)}`);
  if (help !== undefined) lines.push(`${bullet}${painter.cyan('help')}: ${printable(help)}`);
  lines.push(`${bullet}more: fabricplan explain ${code}`);
  return lines.join('\n');
}

function source(
  at: At,
  label: string | undefined,
  margin: string,
  color: (text: string) => string,
  painter: Painter,
): readonly string[] {
  const position = isArgument(at) ? '' : `:${at.line}:${at.column}`;
  const place = `${margin}${painter.blue('-->')} ${printable(at.file)}${position}`;
  const { text, indent, width } = sourceView(at);
  // A finding about the file as a whole, or about an empty line, has nothing to point at.
  if (text === '') return label === undefined ? [place] : [place, `${margin} ${painter.blue('=')} ${printable(label)}`];
  const caret = `${' '.repeat(indent)}${color('^'.repeat(width))}${label === undefined ? '' : color(` ${printable(label)}`)}`;
  const bar = painter.blue('|');
  return [place, `${margin} ${bar}`, ` ${painter.blue(gutter(at))} ${bar} ${text}`, `${margin} ${bar} ${caret}`];
}

/** The number of the line; an argument has none. */
const gutter = (at: At): string => (isArgument(at) ? ' ' : String(at.line));

function colorOf(severity: Severity, painter: Painter): (text: string) => string {
  if (severity === 'error') return painter.red;
  return severity === 'warning' ? painter.yellow : painter.cyan;
}
