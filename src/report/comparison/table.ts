import type { Change } from '../../planning/compare/compare.ts';
import { formatCount } from '../../units/format.ts';
import { listing } from '../listing.ts';
import type { Painter } from '../reporter.ts';
import { starOf } from '../sections/star.ts';
import { fitLine } from '../verdict-lines.ts';
import type { ComparedDesign, ComparisonReport, ComparisonReporter } from './comparison-report.ts';
import { absoluteText, foundText, gateHeadline, leafText, placeText, relativeText, sides } from './words.ts';

/** Per candidate: what changed, what did not, and the gates last, where the eye rests. */
export const report: ComparisonReporter = (comparison, options) =>
  `${comparison.designs.map((design) => block(comparison, design, options)).join('\n\n')}\n`;

function block(
  { base }: ComparisonReport,
  design: ComparedDesign,
  { paint, all }: Parameters<ComparisonReporter>[1],
): string {
  const { changes, same } = design.comparison;
  const shown = all ? changes : changes.filter(({ headline }) => headline);
  const rows = shown.map((change) => {
    const [before, after] = sides(change);
    const color = colorOf(change, paint);
    return [
      paint.yellow('~'),
      change.field,
      `${before}${starOf(base.result, change.field)}`,
      `${after}${starOf(design.result, change.field)}`,
      color(absoluteText(change)),
      color(relativeText(change)),
      change.effect === 'neutral' ? '' : color(change.effect),
    ];
  });
  if (all) for (const { field, value } of same) rows.push(['', field, leafText(field, value), '', '', '', '']);
  const title = `${paint.bold(base.result.name)} -> ${paint.bold(design.result.name)}`;
  return [
    ...(design.source === base.source ? [title] : [`${title}  (${base.source} -> ${design.source})`]),
    ...(rows.length === 0 ? [] : [listing(['', 'field', 'base', 'new', 'change', '', ''], rows, 'llrrrrl')]),
    ...notes(
      design,
      all,
      rows.some((row) => row.slice(2, 4).some((cell) => cell.endsWith(' *'))),
    ),
    ...gateLines(design, paint),
    ...(design.result.training.memory.fits ? [] : [`${paint.red('✗')} ${fitLine(design.result)}`]),
  ].join('\n');
}

function notes({ comparison }: ComparedDesign, all: boolean, starred: boolean): string[] {
  const { changes, unchanged, unchangedHeadlines } = comparison;
  const assumed = starred ? ['  * rests on assumed prices, draws or terms, which analyze lists'] : [];
  if (changes.length === 0) return ['  no change'];
  if (all) return [`  ${counted(unchanged, 'field')} unchanged`, ...assumed];
  const details = changes.filter(({ headline }) => !headline).length;
  const more = details === 0 ? '' : `, ${counted(details, 'detail')} changed`;
  return [`  ${counted(unchangedHeadlines, 'metric')} unchanged${more} (--all to show)`, ...assumed];
}

const counted = (count: number, noun: string): string => `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;

function colorOf({ effect }: Change, paint: Painter): (text: string) => string {
  return effect === 'better' ? paint.green : effect === 'worse' ? paint.red : (text) => text;
}

function gateLines({ gates }: ComparedDesign, paint: Painter): string[] {
  if (gates.length === 0) return [];
  const failures = gates.filter(({ passed }) => !passed);
  const errors = failures.some(({ gate }) => gate.level === 'error');
  const mark = errors ? paint.red('✗') : failures.length > 0 ? paint.yellow('!') : paint.green('✓');
  const rows = failures.map((outcome) => [
    outcome.gate.level === 'error' ? paint.red('error') : paint.yellow('warn'),
    outcome.gate.text,
    `found ${foundText(outcome)}`,
    placeText(outcome),
  ]);
  const passed = gates.length - failures.length;
  return [
    '',
    `${mark} ${gateHeadline(gates)}`,
    ...(rows.length === 0 ? [] : [listing([], rows, 'llll')]),
    ...(failures.length > 0 && passed > 0 ? [`  ${counted(passed, 'gate')} passed`] : []),
  ];
}
