import type { Change } from '../../planning/compare/compare.ts';
import type { Result } from '../../result/schema.ts';
import { escaped, markdownTable } from '../markdown.ts';
import { starOf } from '../sections/star.ts';
import { fitLine } from '../verdict-lines.ts';
import type { ComparedDesign, ComparisonReport, ComparisonReporter } from './comparison-report.ts';
import { absoluteText, foundText, gateHeadline, placeText, relativeText, sides } from './words.ts';

/** A comment tool finds its earlier comment by this line. */
const marker = '<!-- fabricplan compare -->';

/** Below the 65,536 characters that GitHub accepts in a comment. */
const maxCharacters = 60_000;

const shortened = 'Shortened: the whole comparison is in the JSON.';

/** For a pull request: the gates that failed, the headlines that changed, details folded, unchanged fields left out. */
export const report: ComparisonReporter = (comparison, { all }) => {
  const blocks = [marker];
  let length = marker.length;
  for (const block of comparison.designs.flatMap((design) => blocksOf(comparison, design, all))) {
    if (length + block.length + shortened.length + 4 > maxCharacters) {
      blocks.push(shortened);
      break;
    }
    blocks.push(block);
    length += block.length + 2;
  }
  return `${blocks.join('\n\n')}\n`;
};

function blocksOf({ base }: ComparisonReport, design: ComparedDesign, all: boolean): string[] {
  const { comparison, gates, result } = design;
  const changeTable = (changes: readonly Change[]): string => tableOf(changes, base.result, result);
  const headlines = comparison.changes.filter(({ headline }) => headline);
  const details = comparison.changes.filter(({ headline }) => !headline);
  const failed = gates.filter(({ passed }) => !passed);
  const passed = gates.filter((outcome) => outcome.passed);
  const gateTable = (outcomes: typeof gates): string =>
    markdownTable(
      ['level', 'gate', 'found', 'from'],
      outcomes.map((outcome) => [outcome.gate.level, outcome.gate.text, foundText(outcome), placeText(outcome)]),
      'llrl',
    );
  const broken = failed.some(({ gate }) => gate.level === 'error');
  return [
    `### ${escaped(base.result.name)} → ${escaped(comparison.name)}`,
    ...(result.training.memory.fits ? [] : [`✗ ${escaped(fitLine(result))}`]),
    ...(gates.length === 0 ? [] : [`${broken ? '✗' : '✓'} ${gateHeadline(gates)}`]),
    ...(failed.length === 0 ? [] : [gateTable(failed)]),
    headlines.length === 0 ? 'No headline metric changed.' : changeTable(headlines),
    ...(details.length === 0 ? [] : [folded(`${details.length} details changed`, changeTable(details), all)]),
    ...(passed.length === 0 ? [] : [folded(`${passed.length} gates passed`, gateTable(passed), all)]),
    `${comparison.unchanged} fields unchanged; * rests on assumed prices, draws or terms`,
  ];
}

const tableOf = (changes: readonly Change[], base: Result, result: Result): string =>
  markdownTable(
    ['field', 'base', 'new', 'change', '', ''],
    changes.map((change) => {
      const [before, after] = sides(change);
      return [
        change.field,
        `${before}${starOf(base, change.field)}`,
        `${after}${starOf(result, change.field)}`,
        absoluteText(change),
        relativeText(change),
        change.effect === 'neutral' ? '' : change.effect,
      ];
    }),
    'lrrrrl',
  );

const folded = (title: string, text: string, open: boolean): string =>
  [`<details${open ? ' open' : ''}><summary>${escaped(title)}</summary>`, text, '</details>'].join('\n\n');
