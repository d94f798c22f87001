import { type Diagnostic, isArgument } from '../diagnostic.ts';
import { ordered } from '../order.ts';

/** GitHub shows about ten annotations of a kind for a step and drops the rest. */
const MAX_SHOWN = 10;

const COMMANDS = { error: 'error', warning: 'warning', note: 'notice' } as const;

/**
 * GitHub workflow commands, one a line: `::error file=c.yaml,line=4,col=9,title=FP102::...`. After ten of a severity one
 * line counts the rest. Escapes as in actions/toolkit, packages/core/src/command.ts.
 */
export function renderGithub(diagnostics: readonly Diagnostic[]): string {
  const all = ordered(diagnostics);
  return (['error', 'warning', 'note'] as const)
    .flatMap((severity) => {
      const these = all.filter((one) => one.severity === severity);
      const lines = these.slice(0, MAX_SHOWN).map(annotation);
      if (these.length > MAX_SHOWN) lines.push(`::${COMMANDS[severity]}::and ${these.length - MAX_SHOWN} more`);
      return lines;
    })
    .map((line) => `${line}\n`)
    .join('');
}

function annotation({ code, severity, message, help, at }: Diagnostic): string {
  const place =
    at === undefined || isArgument(at)
      ? ''
      : `file=${property(at.file)},line=${at.line},col=${at.column},endColumn=${at.column + at.length},`;
  const said = at !== undefined && isArgument(at) ? `${at.file} ${at.sourceLine}: ${message}` : message;
  const text = help === undefined ? said : `${said}\nhelp: ${help}`;
  return `::${COMMANDS[severity]} ${place}title=${code}::${data(text)}`;
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
