import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { At, Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { displayWidth } from '../../src/diagnostics/display-width.ts';
import { outsideMeasured } from '../../src/diagnostics/messages/notes.ts';
import { unknownId, unknownKey } from '../../src/diagnostics/messages/schema.ts';
import { badUsage } from '../../src/diagnostics/messages/usage.ts';
import { printableLines } from '../../src/diagnostics/printable.ts';
import { renderText } from '../../src/diagnostics/render/text.ts';

const at = (sourceLine: string, text: string, line = 4, file = 'cluster.yaml'): At => ({
  file,
  line,
  column: sourceLine.indexOf(text) + 1,
  length: text.length,
  sourceLine,
});

const gpu = unknownId(
  { path: 'gpus.type', at: at('  type: h1OO-sxm', 'h1OO-sxm') },
  'GPU',
  'h1OO-sxm',
  ['a100-80-sxm', 'h100-sxm', 'b200-sxm'],
  'fabricplan catalog gpus',
);

/** The source line and the caret line of the first diagnostic. */
function sourceAndCaret(diagnostic: Diagnostic): [string, string] {
  const lines = renderText([diagnostic]).split('\n');
  return [lines[3] ?? '', lines[4] ?? ''];
}

describe('renderText', () => {
  it('prints place, source line, caret, label, help and where to read more', () => {
    expect(renderText([gpu])).toBe(`error[FP102]: unknown GPU "h1OO-sxm"
  --> cluster.yaml:4:9
   |
 4 |   type: h1OO-sxm
   |         ^^^^^^^^ not in the GPU catalog (3 entries)
   = help: did you mean "h100-sxm"?  List them with: fabricplan catalog gpus
   = more: fabricplan explain FP102

1 error in cluster.yaml
`);
  });

  it('prints all at once, sorted by file, line and column, with a count at the end', () => {
    const one = (line: number, column: number, file = 'c.yaml'): Diagnostic =>
      unknownKey({ path: 'x', at: { file, line, column, length: 1, sourceLine: 'x: 1 y: 2' } }, 'x', []);
    const text = renderText([one(9, 1), one(2, 6), one(2, 1), one(1, 1)]);
    expect(text.match(/c\.yaml:\d+:\d+/g)).toEqual(['c.yaml:1:1', 'c.yaml:2:1', 'c.yaml:2:6', 'c.yaml:9:1']);
    expect(text.trimEnd().endsWith('4 errors in c.yaml')).toBe(true);
    expect(renderText([one(1, 1, 'a.yaml'), one(1, 1, 'b.yaml')])).toContain('2 errors in 2 files');
  });

  it('counts each severity and says a repeated finding once', () => {
    const note = outsideMeasured({ path: 'gpus.count' }, '1,048,576 GPUs', '4 to 16,384 GPUs');
    expect(renderText([gpu, gpu, note])).toContain('1 error and 1 warning in cluster.yaml');
  });

  it('prints a finding without a place, and nothing for no findings', () => {
    expect(renderText([badUsage('unknown command "analize"', 'did you mean "analyze"?')])).toBe(
      `error[FP401]: unknown command "analize"
  = help: did you mean "analyze"?
  = more: fabricplan explain FP401

1 error
`,
    );
    expect(renderText([])).toBe('');
  });

  it('points below wide characters and tabs', () => {
    const [source, caret] = sourceAndCaret({ ...gpu, at: at('\t\u5317\u4eac: "e\u0301" h1OO', 'h1OO') });
    const before = source.slice(0, source.indexOf('h1OO'));
    expect(source).not.toContain('\t');
    expect(caret.indexOf('^')).toBe(displayWidth(before));
    expect(caret.match(/\^+/)?.[0]).toHaveLength(4);
  });

  it('shows a window of a long line, with the marked text in it', () => {
    const long = `${'a'.repeat(5000)} h1OO ${'b'.repeat(5000)}`;
    const [source, caret] = sourceAndCaret({ ...gpu, at: at(long, 'h1OO') });
    expect(source.length).toBeLessThan(130);
    expect(source.slice(caret.indexOf('^'), caret.indexOf('^') + 4)).toBe('h1OO');
  });

  it('lets no control character of a spec reach the terminal', () => {
    const evil = '\u001b[2J\u0007\u202e\u009b';
    const diagnostic = unknownKey({ path: evil, at: { ...at(`k${evil}`, evil, 1, `f${evil}`) } }, evil, []);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
    expect(renderText([diagnostic])).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  it('uses the painter for looks only', () => {
    const mark = (text: string) => `<${text}>`;
    const painted = renderText([gpu], { red: mark, yellow: mark, cyan: mark, blue: mark, bold: mark });
    expect(painted).not.toBe(renderText([gpu]));
    expect(painted.replace(/<([^<>]*)>/g, '$1')).toBe(renderText([gpu]));
  });

  it('stops after fifty and says how many more there are', () => {
    const many = Array.from({ length: 70 }, (_, i) => unknownKey({ path: '', at: at('k: 1', 'k', i + 1) }, 'k', []));
    const text = renderText(many);
    expect(text.match(/error\[FP101\]/g)).toHaveLength(50);
    expect(text).toContain('and 20 more');
    expect(text).toContain('70 errors in cluster.yaml');
  });

  it('never throws and always shows a caret, whatever the place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.nat(300), fc.nat(300), (line, column, length) => {
        const sourceLine = `x${line.replaceAll(/[\r\n]/g, '')}`;
        const text = renderText([{ ...gpu, at: { file: 'f', line: 1, column: column + 1, length, sourceLine } }]);
        expect(text).toContain('^');
      }),
    );
  });
});

it('places a mistake of an argument in the argument, not on a line', () => {
  const place: At = { file: '--set', line: 1, column: 12, length: 4, sourceLine: 'gpus.count=many' };
  const text = renderText([{ code: 'FP103', severity: 'error', path: 'gpus.count', message: 'no number', at: place }]);
  expect(text.split('\n').slice(1, 5)).toEqual(['  --> --set', '   |', '   | gpus.count=many', '   |            ^^^^']);
});

it('keeps lines and colours on their way to a terminal and nothing else that is invisible', () => {
  expect(printableLines('a\n\tb\u001b[31mc\u001b[39m')).toBe('a\n\tb\u001b[31mc\u001b[39m');
  expect(printableLines('\u001b]0;t\u0007\u001b[2J\u009b1A\u202e\r')).toBe(
    '\ufffd]0;t\ufffd\ufffd[2J\ufffd1A\ufffd\ufffd',
  );
  expect(printableLines('a,b\r\n')).toBe('a,b\r\n');
});
