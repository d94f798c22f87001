import { optionTable } from '../../src/cli/options.ts';
import { registry } from '../../src/cli/registry.ts';
import { exitMeanings } from '../../src/report/exit.ts';
import { accuracyTable } from '../validation/accuracy.ts';
import { transcript } from './transcript.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');
const code = (text: string): string => `\`${cell(text)}\``;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

function commands(): string {
  return table(
    ['command', 'what it answers', 'options', 'formats'],
    registry.map((spec) => [
      code([spec.name, ...spec.args].join(' ')),
      cell(spec.summary),
      spec.options.map((name) => code(optionTable[name].flags.replace(/ <.*/, '').replace(/^-\w, /, ''))).join(' ') ||
        '-',
      (spec.formats ?? []).join(', ') || '-',
    ]),
  );
}

function options(): string {
  return table(
    ['option', 'meaning'],
    Object.values(optionTable).map(({ flags, help, choices }) => [
      code(flags),
      cell(choices === undefined ? help : `${help}: ${choices.join(', ')}`),
    ]),
  );
}

function exits(): string {
  return table(
    ['exit code', 'meaning', 'for example'],
    exitMeanings.map(({ code: exit, meaning, example }) => [String(exit), cell(meaning), cell(example)]),
  );
}

/** Parts of the README that the code writes, by the name in their `<!-- begin: name -->` and `<!-- end: name -->` marks. */
const readmeBlocks: Readonly<Record<string, () => string | Promise<string>>> = {
  transcript,
  commands,
  options,
  exits,
  accuracy: accuracyTable,
};

const blockOf = (name: string): RegExp => new RegExp(`(<!-- begin: ${name} -->\n)[\\s\\S]*?(<!-- end: ${name} -->)`);

/** The README with every generated part renewed. Throws when the marks of a part are missing. */
export async function renewed(readme: string): Promise<string> {
  let text = readme;
  for (const [name, write] of Object.entries(readmeBlocks)) {
    if (!blockOf(name).test(text)) throw new Error(`README.md has no block "${name}"`);
    const written = await write();
    text = text.replace(blockOf(name), (_, begin: string, end: string) => `${begin}\n${written}\n\n${end}`);
  }
  return text;
}
