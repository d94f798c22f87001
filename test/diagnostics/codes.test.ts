import { describe, expect, it } from 'vitest';
import { CODES, type CodeInfo, isDiagnosticCode } from '../../src/diagnostics/codes.ts';

const entries: readonly (readonly [string, CodeInfo])[] = Object.entries(CODES);

describe('the table of codes', () => {
  it.each(entries)(
    '%s has a title, a cause, an example and a fix',
    (code, { title, cause, example, fix, severity }) => {
      expect(code).toMatch(/^FP[123459]\d\d$/);
      expect(title).toMatch(/^[a-zA-Z].*[^.]$/);
      expect(cause).toMatch(/[.)]$/);
      expect(fix).toMatch(/[.)]$/);
      expect(example.trim()).not.toBe('');
      expect(severity === 'error').toBe(!code.startsWith('FP9'));
    },
  );

  it('has no title twice', () => {
    const titles = entries.map(([, { title }]) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('knows its codes and nothing that objects inherit', () => {
    expect(isDiagnosticCode('FP102')).toBe(true);
    expect(isDiagnosticCode('FP999')).toBe(false);
    expect(isDiagnosticCode('constructor')).toBe(false);
  });
});
