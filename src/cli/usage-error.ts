import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** A mistake in how the command was called: its diagnostic, exit 2, no stack. */
export class UsageError extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.name = 'UsageError';
    this.diagnostic = diagnostic;
  }
}
