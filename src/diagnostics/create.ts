import { CODES, type DiagnosticCode } from './codes.ts';
import type { Diagnostic, Where } from './diagnostic.ts';

interface Words {
  readonly message: string;
  readonly label?: string | undefined;
  readonly help?: string | undefined;
}

/** A diagnostic of `code` with the severity its table gives; absent words leave no key behind. */
export function create(code: DiagnosticCode, where: Where, { message, label, help }: Words): Diagnostic {
  return {
    code,
    severity: CODES[code].severity,
    path: where.path,
    message,
    ...(label === undefined ? {} : { label }),
    ...(help === undefined ? {} : { help }),
    ...(where.at === undefined ? {} : { at: where.at }),
  };
}
