import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { renderText } from '../diagnostics/render/text.ts';
import type { Painter } from '../report/reporter.ts';
import type { Io } from './io.ts';

/** Diagnostics are talk: they go to stderr. */
export function say(diagnostics: readonly Diagnostic[], io: Io, paint: Painter): void {
  if (diagnostics.length > 0) io.stderr.write(renderText(diagnostics, paint));
}
