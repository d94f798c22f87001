import type { Reporter } from './reporter.ts';
import { sections } from './sections/index.ts';
import type { Section } from './sections/section.ts';
import { exitOf } from './verdict-exit.ts';
import { drivers, fitLine, summary } from './verdict-lines.ts';

/** A comment tool finds its earlier comment by this line. */
const marker = '<!-- fabricplan -->';

/** Below the 65,536 characters that GitHub accepts in a comment. */
const maxCharacters = 60_000;

/** A report for a pull request: verdict first, details folded. */
export const report: Reporter = (result, options) => {
  const fits = result.training.memory.fits;
  const top = [
    marker,
    `### ${escaped(result.name)}`,
    `${fits ? '✓' : '✗'} ${escaped(fitLine(result))}`,
    ...(fits ? [escaped(summary(result))] : []),
    ...(drivers(result).length > 0
      ? [
          markdownTable(
            ['cause', 'share', 'detail'],
            drivers(result).map((driver) => [driver.cause, driver.share, driver.detail]),
            'lrl',
          ),
        ]
      : []),
    ...result.verdict.advice.map((line) => `- try: ${escaped(line)}`),
  ];
  const blocks = top;
  let length = top.join('\n\n').length;
  for (const section of sections) {
    const shown = section(result, options);
    if (shown === null) continue;
    const text = folded(shown);
    length += text.length + 2;
    if (length > maxCharacters) {
      blocks.push('Shortened: the whole result is in the JSON.');
      break;
    }
    blocks.push(text);
  }
  return { output: `${blocks.join('\n\n')}\n`, exitCode: exitOf(result) };
};

const folded = (section: Section): string =>
  [
    `<details><summary>${escaped(section.title)}</summary>`,
    markdownTable(section.head, section.rows, section.align),
    ...section.notes.map(escaped),
    '</details>',
  ].join('\n\n');

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[], align: string): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => escaped(cell.trim())).join(' | ')} |`;
  const rule = `| ${[...align].map((letter) => (letter === 'r' ? '--:' : ':--')).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** Names come from the user's file: nothing in them may become markup or break a table. */
export const escaped = (text: string): string =>
  text
    .replace(/[\\`*_[\]<>|#~&]/g, (character) => (character === '&' ? '&amp;' : `\\${character}`))
    .replace(/\s+/g, ' ');
