import type { Diagnostic } from '../diagnostic.ts';
import { ordered } from '../order.ts';

/**
 * `{ format_version, errors, warnings, notes, diagnostics: [...] }` with a place as `file`, `line`, `column`, `length`
 * (columns and lengths in UTF-16 units, from 1), null where there is none.
 */
export function renderJson(diagnostics: readonly Diagnostic[]): string {
  const all = ordered(diagnostics);
  const count = (severity: string): number => all.filter((one) => one.severity === severity).length;
  const value = {
    format_version: '1.0',
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    diagnostics: all.map(({ code, severity, path, message, label, help, at }) => ({
      code,
      severity,
      path,
      message,
      label: label ?? null,
      help: help ?? null,
      file: at?.file ?? null,
      line: at?.line ?? null,
      column: at?.column ?? null,
      length: at?.length ?? null,
    })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}
