import { create } from '../create.ts';
import type { Diagnostic, Where } from '../diagnostic.ts';

/** FP501. `found` is the value, or why there is none. A gate of level warn is a warning. */
export const gateFailed = (where: Where, gate: string, found: string, level: 'error' | 'warn'): Diagnostic => {
  const failed = create('FP501', where, { message: `gate failed: ${gate}, found ${found}` });
  return level === 'warn' ? { ...failed, severity: 'warning' } : failed;
};
