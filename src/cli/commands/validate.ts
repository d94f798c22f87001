import { printable } from '../../diagnostics/printable.ts';
import { renderGithub } from '../../diagnostics/render/github.ts';
import { renderJson } from '../../diagnostics/render/json.ts';
import { renderSarif } from '../../diagnostics/render/sarif.ts';
import { renderText } from '../../diagnostics/render/text.ts';
import type { Command } from '../command.ts';
import { exitOfFindings, judgePlan } from '../evaluate-plan.ts';
import { loadPlan } from '../load-plan.ts';
import { inputName } from '../read-input.ts';
import { version } from '../version.ts';

/** Everything that `analyze` would say about a spec, and its exit code. Here the diagnostics are the data: they go to stdout. */
export const command: Command = async ({ args: [path = '-'], options }, { io, paint }) => {
  const { loaded, diagnostics: written } = await loadPlan(path, options.set ?? [], io);
  const diagnostics = loaded === null ? written : [...written, ...judgePlan(loaded).found];
  const formats: Readonly<Record<string, () => string>> = {
    text: () => renderText(diagnostics, paint.stdout),
    json: () => renderJson(diagnostics),
    github: () => renderGithub(diagnostics),
    sarif: () => renderSarif(diagnostics, version),
  };
  io.stdout.write(formats[options.format ?? 'text']?.() ?? '');
  if (diagnostics.length === 0 && (options.format ?? 'text') === 'text') {
    io.stderr.write(
      `no problems in ${printable(inputName(path))}: the spec is sound, the fabric can be built, the job fits\n`,
    );
  }
  return exitOfFindings(diagnostics);
};
