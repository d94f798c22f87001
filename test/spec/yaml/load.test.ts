import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODES } from '../../../src/diagnostics/codes.ts';
import { renderText } from '../../../src/diagnostics/render/text.ts';
import { loadYaml } from '../../../src/spec/yaml/load.ts';

const codes = (input: Uint8Array | string): string[] => loadYaml(input, 'c.yaml').diagnostics.map(({ code }) => code);
const places = (text: string): string[] =>
  loadYaml(text, 'c.yaml').diagnostics.map(({ code, at }) => `${code} ${at?.line}:${at?.column}+${at?.length}`);

describe('loadYaml reads', () => {
  it('mappings, lists and scalars of the YAML 1.2 core schema', () => {
    const { data, diagnostics } = loadYaml(
      'a: { b: [1, 2.5, 1e3], c: "x", d: true, e: null, f: }\ng:\n  - yes\n  - 2024-01-01\n  - 0x10\n  - 1:30\n',
      'c.yaml',
    );
    expect(diagnostics).toEqual([]);
    expect(data).toEqual({
      a: { b: [1, 2.5, 1000], c: 'x', d: true, e: null, f: null },
      g: ['yes', '2024-01-01', 16, '1:30'],
    });
  });

  it('a byte order mark, CRLF line breaks, document markers and %YAML 1.2', () => {
    for (const text of [
      '\ufeffa: 1\r\nb: 2\r\n',
      '---\na: 1\nb: 2\n...\n',
      '%YAML 1.2\n---\na: 1\nb: 2\n',
      '\ufeff# c\na: 1\nb: 2',
    ]) {
      expect(loadYaml(text, 'c.yaml')).toMatchObject({ data: { a: 1, b: 2 }, diagnostics: [] });
      expect(loadYaml(new TextEncoder().encode(text), 'c.yaml')).toMatchObject({
        data: { a: 1, b: 2 },
        diagnostics: [],
      });
    }
  });

  it('anchors and aliases, and shares their values', () => {
    const { data, diagnostics } = loadYaml('a: &x { k: [1, 2] }\nb: *x\nc: [*x, *x]\n', 'c.yaml');
    expect(diagnostics).toEqual([]);
    expect(data).toEqual({ a: { k: [1, 2] }, b: { k: [1, 2] }, c: [{ k: [1, 2] }, { k: [1, 2] }] });
  });

  it('whatever JSON can say with safe keys', () => {
    const key = fc
      .string({ minLength: 1 })
      .filter((word) => !['__proto__', 'constructor', 'prototype', '<<'].includes(word));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.string(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), (value) => {
        // JSON is YAML but for DEL and C1 controls, which JSON leaves unescaped.
        const json = JSON.stringify(value).replace(/[\u007f-\u009f]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);
        expect(loadYaml(json, 'c.yaml')).toMatchObject({ diagnostics: [] });
        expect(loadYaml(json, 'c.yaml').data).toEqual(value);
      }),
    );
  });
});

describe('the example of each text code brings it about', () => {
  const inText = Object.entries(CODES).filter(
    ([code, { example }]) => /^FP11|^FP12[0-5]/.test(code) && !example.startsWith('# any'),
  );
  it.each(inText)('%s', (code, { example }) => {
    expect(codes(example)).toContain(code);
  });
});

describe('loadYaml refuses, at the right place', () => {
  it.each<[string, string, string[]]>([
    ['unclosed bracket', 'a: { b: 1', ['FP110 1:10+1']],
    ['unclosed quote', 'a: "b\n', ['FP110 2:1+1']],
    ['tab as indentation', 'a:\n\tb: 1\n', ['FP110 2:1+1']],
    ['second colon', 'a: b: c\n', ['FP110 1:4+1']],
    ['line without colon', 'a: 1\njust text\nb: 2\n', ['FP110 2:1+9']],
    ['duplicate key', 'a: 1\nb: 2\na: 3\n', ['FP111 3:1+1']],
    ['duplicate key, quoted', 'a: 1\n"a": 2\n', ['FP111 2:1+3']],
    ['__proto__', 'a:\n  __proto__: { x: 1 }\n', ['FP112 2:3+9']],
    ['constructor and prototype', 'constructor: 1\n"prototype": 1\n', ['FP112 1:1+11', 'FP112 2:1+11']],
    ['merge key', 'a: &x { k: 1 }\nb:\n  <<: *x\n', ['FP113 3:3+2']],
    ['number key', 'a: { 8: 1 }\n', ['FP114 1:6+1']],
    ['boolean key', 'true: 1\n', ['FP114 1:1+4']],
    ['list key', '? [a, b]\n: 1\n', ['FP114 1:3+6']],
    ['alias key', 'a: &x k\n*x : 1\n', ['FP114 2:1+2']],
    ['standard tag', 'a: !!str 5\n', ['FP115 1:10+1']],
    ['custom tag', 'a: !mine 5\n', ['FP115 1:4+5']],
    ['older YAML', '%YAML 1.1\n---\na: yes\n', ['FP115 1:1+9']],
    ['tag directive', '%TAG ! tag:x,2000:\n---\na: 1\n', ['FP115 1:1+18']],
    ['unknown alias', 'a: *nowhere\n', ['FP116 1:4+8']],
    ['alias before its anchor', 'a: *x\nb: &x 1\n', ['FP116 1:4+2']],
    ['alias inside itself', 'a: &x [1, *x]\n', ['FP116 1:11+2']],
    ['NUL', 'a: 1\nb: \0\n', ['FP121 2:4+1']],
    ['escape character', 'a: \u001b[2J\n', ['FP121 1:4+1']],
    ['lone carriage return', 'a: 1\rb: 2\n', ['FP121 1:5+1']],
    ['nothing', '', ['FP122 1:1+1']],
    ['blank lines and comments', '\n  \n# c\n', ['FP122 1:1+1']],
    ['an empty document', '---\n...\n', ['FP122 1:1+1']],
    ['second document', 'a: 1\n---\nb: 2\n', ['FP123 2:1+3']],
    ['list', '- a\n- b\n', ['FP124 1:1+3']],
    ['text', 'hello\n', ['FP124 1:1+5']],
    ['not a number', 'a: .nan\nb: [-.inf, 1e999]\n', ['FP125 1:4+4', 'FP125 2:5+5', 'FP125 2:12+5']],
  ])('%s', (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it('several mistakes at once, and keeps the rest so that the schema can add its own', () => {
    expect(places('a: 1\na: 2\n8: x\n__proto__: { y: 1 }\nb: { <<: *z, c: 3 }\nz: &z {}\n')).toEqual([
      'FP111 2:1+1',
      'FP114 3:1+1',
      'FP112 4:1+9',
      'FP113 5:6+2',
      'FP116 5:10+2',
    ]);
    const kept = loadYaml('a: 1\na: 2\n8: x\n__proto__: { y: 1 }\nb: { c: 3 }\n', 'c.yaml');
    expect(kept.data).toEqual({ a: 1, b: { c: 3 } });
    expect(Object.getPrototypeOf(kept.data)).toBe(Object.prototype);
  });

  it('wrong encodings, with the place of the first bad byte', () => {
    const utf16le = new Uint8Array([...'a: 1\n'].flatMap((c) => [c.charCodeAt(0), 0]));
    const utf16be = new Uint8Array([...'a: 1\n'].flatMap((c) => [0, c.charCodeAt(0)]));
    for (const bytes of [
      utf16le,
      utf16be,
      new Uint8Array([0xff, 0xfe, ...utf16le]),
      new Uint8Array([0xfe, 0xff, ...utf16be]),
    ]) {
      const [diagnostic] = loadYaml(bytes, 'c.yaml').diagnostics;
      expect(diagnostic).toMatchObject({ code: 'FP120', message: expect.stringContaining('UTF-16') });
    }
    const latin1 = new Uint8Array([...new TextEncoder().encode('# \u00e9\na: caf'), 0xe9, 0x0a]);
    expect(loadYaml(latin1, 'c.yaml').diagnostics[0]).toMatchObject({
      code: 'FP120',
      message: expect.stringContaining('0xE9'),
      at: { line: 2, column: 7 },
    });
    const cut = new TextEncoder().encode('a: \u00e9').subarray(0, 4);
    expect(loadYaml(cut, 'c.yaml').diagnostics[0]).toMatchObject({
      code: 'FP120',
      message: expect.stringContaining('ends within'),
    });
    expect(codes(new Uint8Array([0x61, 0x3a, 0x20, 0x31, 0x00]))).toEqual(['FP121']);
  });
});

describe('hostile texts end early', () => {
  const MEGABYTE = 1 << 20;
  const bomb = Array.from(
    { length: 30 },
    (_, i) =>
      `a${i}: &a${i} [${Array(9)
        .fill(i === 0 ? 'x' : `*a${i - 1}`)
        .join(', ')}]`,
  ).join('\n');
  const tower = Array.from(
    { length: 20 },
    (_, i) => `a${i}: &a${i} ${'['.repeat(40)}${i === 0 ? 1 : `*a${i - 1}`}${']'.repeat(40)}`,
  ).join('\n');
  it.each<[string, string, string]>([
    ['alias bomb', bomb, 'FP117'],
    ['many small aliases', `a: &a 1\nb: [${'*a, '.repeat(101)}]`, 'FP117'],
    ['depth built of aliases', tower, 'FP118'],
    ['65 brackets', `a: ${'['.repeat(65)}1${']'.repeat(65)}`, 'FP118'],
    ['a million brackets', '['.repeat(MEGABYTE), 'FP118'],
    ['braces', '{a: '.repeat(MEGABYTE / 4), 'FP118'],
    ['dashes', '- '.repeat(MEGABYTE / 2), 'FP118'],
    ['question marks', '? '.repeat(MEGABYTE / 2), 'FP118'],
    ['colons', ': '.repeat(MEGABYTE / 2), 'FP118'],
    ['indentation', Array.from({ length: 1400 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'FP118'],
    ['keys', Array.from({ length: 90_000 }, (_, i) => `k${i}: 1`).join('\n'), 'FP119'],
    ['bytes', `a: ${'x\n '.repeat(MEGABYTE)}`, 'FP119'],
    ['one long text', `a: ${'x'.repeat(70_000)}`, 'FP119'],
    [
      'escapes',
      `a: ["${'\\q'.repeat(30_000)}", "${'\\q'.repeat(30_000)}", "${'\\q'.repeat(32_000)}", "${'\\q'.repeat(30_000)}"]`,
      'FP119',
    ],
    ['quotes', '"'.repeat(MEGABYTE), 'FP119'],
    ['anchors', '&a '.repeat(MEGABYTE / 3), 'FP119'],
  ])('%s', (_, text, code) => {
    const { data, diagnostics } = loadYaml(text, 'c.yaml');
    expect(diagnostics.map((one) => one.code)).toContain(code);
    expect(data).toBeUndefined();
    expect(renderText(diagnostics).length).toBeLessThan(20_000);
  });

  it('64 levels, 100 aliases and 64 KiB of text are still fine', () => {
    expect(codes(`a: ${'['.repeat(63)}1${']'.repeat(63)}`)).toEqual([]);
    expect(codes(`a: &a 1\nb: [${'*a, '.repeat(100)}]`)).toEqual([]);
    expect(codes(`a: ${'x'.repeat(60_000)}`)).toEqual([]);
  });

  it('100 MB are refused by their size alone', () => {
    expect(codes(new Uint8Array(100e6))).toEqual(['FP119']);
  });

  it('reports at most a hundred findings', () => {
    expect(codes('- !a b\n'.repeat(12_000)).length).toBeLessThanOrEqual(101);
    expect(codes('%a\n'.repeat(12_000)).length).toBeLessThanOrEqual(101);
    expect(codes(`${']\n'.repeat(5_000)}`).length).toBeLessThanOrEqual(101);
  });
});

describe('any input', () => {
  const fragment = fc.constantFrom(
    'a',
    'b: ',
    ': ',
    '- ',
    '? ',
    '\n',
    '\n  ',
    '\r\n',
    '{',
    '}',
    '[',
    ']',
    ', ',
    '"',
    "'",
    '&x ',
    '*x',
    '!t ',
    '!!int ',
    '| ',
    '>\n ',
    '#',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '\t',
    '<<: ',
    '__proto__: ',
    '.nan',
    '1e999',
    '0x',
    '\\',
    '\u00e9',
    '\u{1f600}',
    '\ufeff',
    '@',
    '`',
    '~',
    'k: 1\n',
  );
  const texts = fc.oneof(
    fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 80 }),
  );

  it('returns data or located findings that can be printed, and never throws', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { data, diagnostics, locate } = loadYaml(text, 'c.yaml');
        if (data === undefined) expect(diagnostics.length).toBeGreaterThan(0);
        for (const { at } of diagnostics) {
          expect(at?.line).toBeGreaterThanOrEqual(1);
          expect(at?.column).toBeLessThanOrEqual((at?.sourceLine.length ?? 0) + 1);
        }
        renderText(diagnostics);
        expect(locate(['a', 0, 'b']).line).toBeGreaterThanOrEqual(1);
        expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  it('of bytes too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const { data, diagnostics } = loadYaml(bytes, 'c.yaml');
        expect(data !== undefined || diagnostics.length > 0).toBe(true);
      }),
    );
  });
});
