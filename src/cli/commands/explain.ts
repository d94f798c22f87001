import { ALGORITHMS } from '../../collectives/registry.ts';
import { CODES, type CodeInfo, isDiagnosticCode } from '../../diagnostics/codes.ts';
import { nothingToExplain } from '../../diagnostics/messages/usage.ts';
import { Exit, exitMeanings } from '../../report/exit.ts';
import { algorithmFacts, algorithmText } from '../../report/explain/algorithm.ts';
import { canonicalPath, entryOf, explainedFields } from '../../report/explain/registry.ts';
import { meaningText } from '../../report/explain/text.ts';
import { jsonText } from '../../report/json.ts';
import { listing } from '../../report/listing.ts';
import { fieldUnit } from '../../result/units.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../usage-error.ts';

const exitCodes = 'exit-codes';

export const command: Command = async ({ args: [topic = ''], options }, { io }) => {
  const json = options.format === 'json';
  const code = topic.toUpperCase();
  const entry = entryOf(topic);
  const algorithm = ALGORITHMS.find(({ id }) => id === topic);
  if (topic === exitCodes) {
    const rows = exitMeanings.map(({ code: exit, meaning, example }) => [String(exit), meaning, example]);
    io.stdout.write(json ? jsonText(exitMeanings) : `${listing(['code', 'meaning', 'for example'], rows, 'rll')}\n`);
  } else if (isDiagnosticCode(code)) {
    io.stdout.write(json ? jsonText({ code, ...CODES[code] }) : codeText(code, CODES[code]));
  } else if (entry !== null) {
    const field = canonicalPath(topic);
    const unit = fieldUnit(field);
    io.stdout.write(json ? jsonText({ field, unit, ...entry }) : meaningText(field, entry, unit));
  } else if (algorithm !== undefined) {
    io.stdout.write(json ? jsonText(algorithmFacts(algorithm)) : algorithmText(algorithm));
  } else {
    const algorithms = ALGORITHMS.map(({ id }) => id);
    throw new UsageError(
      nothingToExplain(topic, [...Object.keys(CODES), ...explainedFields, ...algorithms, exitCodes]),
    );
  }
  return Exit.ok;
};

const indented = (text: string): string => text.replace(/^/gm, '    ');

const codeText = (code: string, { title, severity, cause, example, fix }: CodeInfo): string =>
  `${severity}[${code}]: ${title}\n\n${cause}\n\nExample:\n\n${indented(example)}\n\nFix: ${fix}\n`;
