import { Command as Commander, CommanderError, Option } from 'commander';
import { badUsage } from '../diagnostics/messages/usage.ts';
import { renderText } from '../diagnostics/render/text.ts';
import { Exit, type ExitCode } from '../report/exit.ts';
import type { CommandSpec, Invocation } from './command.ts';
import type { Io } from './io.ts';
import { type OptionName, type OptionValues, optionTable } from './options.ts';
import { version } from './version.ts';

const examples = (lines: readonly string[]): string => `Examples:\n${lines.map((line) => `  ${line}`).join('\n')}\n`;

/** The same text everywhere, whatever the terminal. */
const helpColumns = 100;

const topExamples = ['fabricplan init > cluster.yaml', 'fabricplan analyze cluster.yaml'];

export type Parsed =
  | { readonly kind: 'command'; readonly spec: CommandSpec; readonly invocation: Invocation }
  | { readonly kind: 'done'; readonly exitCode: ExitCode };

/**
 * Parses the arguments. Help goes to stdout when asked for; every mistake is one line on stderr and exit 2, because
 * commander's own exit 1 means a failed gate here.
 */
export function parse(argv: readonly string[], registry: readonly CommandSpec[], io: Io): Parsed {
  let parsed: Parsed = { kind: 'done', exitCode: Exit.badInput };
  const program = withOutput(new Commander('fabricplan'), io)
    .version(version, '-V, --version', 'print the version')
    .addHelpText('beforeAll', (at) => (at.command.parent === null ? examples(topExamples) : ''))
    .addHelpText('after', '\nfabricplan <command> --help shows its options. A spec of - is stdin.')
    .addOption(optionOf('color'))
    .helpCommand(false);
  for (const spec of registry) {
    const command = withOutput(program.command(spec.name), io)
      .description(spec.summary)
      // Who reads it has found it.
      .addHelpOption(new Option('-h, --help').hideHelp())
      .addHelpText('after', `\n${examples(spec.examples).trimEnd()}`);
    for (const arg of spec.args) command.argument(arg);
    for (const name of [...spec.options, 'color' as const]) command.addOption(optionOf(name, spec.formats));
    command.action(() => {
      const options: OptionValues = { ...program.opts(), ...command.opts() };
      parsed = { kind: 'command', spec, invocation: { args: command.args, options } };
    });
  }
  try {
    if (argv.length === 0) program.help({ error: true });
    program.parse([...argv], { from: 'user' });
    return parsed;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const asked = error.exitCode === 0;
    return { kind: 'done', exitCode: asked ? Exit.ok : Exit.badInput };
  }
}

/** Each command made by hand needs its own override and its own streams. */
const withOutput = (command: Commander, io: Io): Commander =>
  command.exitOverride().configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: (text) => io.stderr.write(text),
    getOutHelpWidth: () => helpColumns,
    getErrHelpWidth: () => helpColumns,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
    outputError: (text, write) => write(usageText(text)),
  });

function optionOf(name: OptionName, formats: readonly string[] = []): Option {
  const { flags, help, choices = name === 'format' ? formats : [], repeatable } = optionTable[name];
  const option = new Option(flags, help);
  if (choices.length > 0) option.choices(choices);
  if (repeatable) option.argParser((value: string, previous: readonly string[] = []) => [...previous, value]);
  return option;
}

/** Commander's message as a diagnostic of ours. */
function usageText(text: string): string {
  const [message = '', hint] = text
    .replace(/^error: /, '')
    .trimEnd()
    .split('\n');
  const found = badUsage(message, hint?.replace(/^\((.*)\)$/, '$1'));
  return renderText([message.includes("'--format <name>' argument '") ? { ...found, code: 'FP404' } : found]);
}
