import { hasErrors } from '../../diagnostics/diagnostic.ts';
import { renderGithub } from '../../diagnostics/render/github.ts';
import { renderJson } from '../../diagnostics/render/json.ts';
import { renderSarif } from '../../diagnostics/render/sarif.ts';
import { renderText } from '../../diagnostics/render/text.ts';
import { Exit } from '../../report/exit.ts';
import type { Command } from '../command.ts';
import { readSpec } from '../read-spec.ts';
import { version } from '../version.ts';

/** Here the diagnostics are the data: they go to stdout. */
export const command: Command = async ({ args: [path = '-'], options }, { io, paint }) => {
  const { diagnostics } = await readSpec(path, options.set ?? [], io);
  const formats: Readonly<Record<string, () => string>> = {
    text: () => renderText(diagnostics, paint.stdout),
    json: () => renderJson(diagnostics),
    github: () => renderGithub(diagnostics),
    sarif: () => renderSarif(diagnostics, version),
  };
  io.stdout.write(formats[options.format ?? 'text']?.() ?? '');
  if (diagnostics.length === 0 && (options.format ?? 'text') === 'text') io.stderr.write(`no problems in ${path}\n`);
  return hasErrors(diagnostics) ? Exit.badInput : Exit.ok;
};
