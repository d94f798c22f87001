import { describe, expect, it } from 'vitest';
import { painter } from '../../src/cli/color.ts';
import { formatNames, formatOfFile, loadReporter } from '../../src/report/formats.ts';
import type { Result } from '../../src/result/schema.ts';
import { fitting, hostile, tooLarge, unpriced } from './fixture.ts';

const plain = { paint: painter('never', {}, false), all: false };
const colored = { paint: painter('always', {}, false), all: false };
const situations: readonly (readonly [string, Result])[] = [
  ['fitting', fitting],
  ['too-large', tooLarge],
  ['unpriced', unpriced],
  ['hostile', hostile],
];
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape codes are what it removes
const withoutColor = (text: string): string => text.replace(/\u001b\[\d+m/g, '');

/** Goldens: read the difference before accepting it with `npx vitest run test/report -u`. */
describe.each(formatNames)('%s', (format) => {
  describe.each(situations)('%s', (situation, result) => {
    it('prints as recorded', async () => {
      const { output } = (await loadReporter(format))(result, plain);
      await expect(output).toMatchFileSnapshot(`./outputs/${situation}.${format}.golden`);
    });

    it('is the same after a round trip through JSON', async () => {
      const reporter = await loadReporter(format);
      expect(reporter(JSON.parse(JSON.stringify(result)) as Result, plain)).toEqual(reporter(result, plain));
    });

    it('says nothing by colour alone', async () => {
      const reporter = await loadReporter(format);
      expect(withoutColor(reporter(result, colored).output)).toBe(reporter(result, plain).output);
    });

    it('ends in one line break and never shows what is not a value', async () => {
      const { output } = (await loadReporter(format))(result, { ...plain, all: true });
      expect(output).toMatch(/[^\n]\r?\n$/);
      expect(output).not.toMatch(/\b(NaN|Infinity|undefined|\[object)\b/);
    });
  });

  it('exits 3 for a plan that does not fit, 0 for one that runs', async () => {
    const reporter = await loadReporter(format);
    expect(reporter(tooLarge, plain).exitCode).toBe(3);
    expect(reporter(fitting, plain).exitCode).toBe(0);
  });
});

it('colours the table', async () => {
  expect((await loadReporter('table'))(fitting, colored).output).toContain('\u001b[32m✓');
});

it.each([
  ['r.json', 'json'],
  ['a/b.CSV', 'csv'],
  ['r.md', 'markdown'],
  ['r.txt', 'table'],
  ['json', null],
  ['r.yaml', null],
])('%s picks %s', (file, format) => expect(formatOfFile(file)).toBe(format));
