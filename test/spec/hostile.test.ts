import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDiagnosticCode } from '../../src/diagnostics/codes.ts';
import { specSchema } from '../../src/spec/schema/spec.ts';
import { keysAt } from '../../src/spec/schema/walk.ts';
import { MINIMAL, resolve } from './fixture.ts';

/** Whatever is in the text: a list of findings that name their code, and either a plan or an error. */
function judge(text: string | Uint8Array, set: readonly string[] = []): readonly string[] {
  const { plan, diagnostics } = resolve(text, { set });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  expect(plan === null).toBe(errors.length > 0);
  for (const { code, message, at } of diagnostics) {
    expect(isDiagnosticCode(code)).toBe(true);
    expect(message).not.toMatch(/undefined|NaN|\[object|Error:/);
    expect(at === undefined || (at.line >= 1 && at.column >= 1 && at.length >= 1)).toBe(true);
  }
  return diagnostics.map(({ code }) => code);
}

const HOSTILE: readonly (readonly [name: string, text: string | Uint8Array, code: string])[] = [
  ['an unsafe key at the root', `${MINIMAL}__proto__: { polluted: true }\n`, 'FP112'],
  ['an unsafe key in a section', MINIMAL.replace('count: 1024', 'count: 1024, constructor: 1'), 'FP112'],
  ['a duplicate section', `${MINIMAL}gpus: { type: h100-sxm, count: 8 }\n`, 'FP111'],
  ['a merge key', MINIMAL.replace('{ type: cx7-400 }', '{ <<: { type: cx7-400 } }'), 'FP113'],
  ['a key of a built-in object', `${MINIMAL}toString: 1\n`, 'FP101'],
  ['the id of a built-in property', MINIMAL.replace('h100-sxm', 'hasOwnProperty'), 'FP102'],
  ['the grid of a built-in property', `${MINIMAL}power: { grid: toString }\n`, 'FP107'],
  ['a constant of a built-in property', `${MINIMAL}efficiency: { valueOf: 1 }\n`, 'FP101'],
  ['UTF-16', new Uint8Array([0xff, 0xfe, 0x67, 0x00]), 'FP120'],
  ['NUL', `name: "a"\n\0${MINIMAL}`, 'FP121'],
  ['nothing', '', 'FP122'],
  ['a list', '- 1', 'FP124'],
  ['null sections', 'gpus:\ntopology:\nworkload:\n', 'FP103'],
  ['infinity', MINIMAL.replace('1024', '.inf'), 'FP125'],
  ['a huge name', `name: ${'x'.repeat(5000)}\n${MINIMAL.replace(/^name.*\n/, '')}`, 'FP105'],
  ['a million stages', MINIMAL.replace('global_batch', 'parallelism: { pipeline: 1000000 }, global_batch'), 'FP201'],
  [
    'a billion layers',
    MINIMAL.replace('model: llama-3.1-70b', 'model: { layers: 1e9, hidden: 8, heads: 1, ffn: 8, vocab: 8 }'),
    'FP105',
  ],
  ['a file name with NUL', MINIMAL.replace('llama-3.1-70b', '{ huggingface: "a\\0b" }'), 'FP126'],
];

describe('hostile specs end in a located error', () => {
  it.each(HOSTILE)('%s', (_, text, code) => expect(judge(text)).toContain(code));

  it('pollutes no prototype', () => {
    judge(`${MINIMAL}__proto__: { polluted: true }\n`, ['__proto__.polluted=1', 'constructor.prototype.polluted=1']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  const paths = collect([]);
  const value = fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.constantFrom(
      '',
      'auto',
      'null',
      '[]',
      '{}',
      '[1, 7]',
      '{ a: 1 }',
      '400 Gb/s',
      '-1 GB',
      '1e400',
      'x',
      '"',
      '*a',
      '!!x y',
    ),
    fc.string(),
  );

  it('and so does any value under any key', () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths), value, (path, given) => {
        judge(MINIMAL, [`${path}=${String(given)}`]);
      }),
      { numRuns: 600 },
    );
  });

  it('and any text with a piece of it changed', () => {
    const text = `${MINIMAL}economics: { pue: 1.2 }\npower: { facility_cap: 2 MW }\n`;
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(12), fc.string({ maxLength: 8 }), (start, length, piece) => {
        judge(text.slice(0, start) + piece + text.slice(start + length));
      }),
      { numRuns: 400 },
    );
  });
});

/** Every key of the spec as a dotted path, down to four levels. */
function collect(path: readonly string[]): readonly string[] {
  if (path.length === 4) return [];
  return keysAt(specSchema, path).flatMap((key) => [[...path, key].join('.'), ...collect([...path, key])]);
}
