import { describe, expect, it } from 'vitest';
import { builtinCatalog } from '../../../src/catalog/builtin.ts';
import { CATALOG_KINDS } from '../../../src/catalog/schema.ts';
import { cli } from '../fake-io.ts';

interface Listed {
  readonly id: string;
  readonly fields: readonly { readonly value: unknown; readonly source: string | null }[];
}

describe('catalog', () => {
  it('counts the kinds', async () => {
    const { stdout } = await cli(['catalog']);
    for (const kind of CATALOG_KINDS) {
      expect(stdout).toMatch(new RegExp(`${kind} +${builtinCatalog[kind].length}\\n`));
    }
  });

  it.each(CATALOG_KINDS)('lists every entry of %s', async (kind) => {
    const { stdout, exitCode } = await cli(['catalog', kind]);
    expect(exitCode).toBe(0);
    for (const { id } of builtinCatalog[kind]) expect(stdout).toContain(id);
  });

  it('gives every number of a GPU a source', async () => {
    const entries = JSON.parse((await cli(['catalog', 'gpus', '--format', 'json'])).stdout) as Listed[];
    expect(entries.map(({ id }) => id)).toEqual(builtinCatalog.gpus.map(({ id }) => id));
    for (const { id, fields } of entries) {
      const unsourced = fields.filter(({ value, source }) => typeof value === 'number' && source === null);
      expect(unsourced, id).toEqual([]);
    }
  });

  it('shows what nobody published as unknown', async () => {
    expect((await cli(['catalog', 'gpus', 'h100-sxm'])).stdout).toMatch(/peak\.fp4 +unknown/);
  });

  it('has one CSV row per number', async () => {
    const { stdout } = await cli(['catalog', 'nics', 'cx7-400', '--format', 'csv']);
    const lines = stdout.trimEnd().split('\r\n');
    expect(lines[0]).toBe('kind,id,name,field,value,unit,source,confidence,date');
    expect(lines.find((line) => line.includes(',bandwidth,'))).toMatch(/,400000000000,b\/s,/);
  });

  it.each([
    [['gpu'], 'did you mean "gpus"?'],
    [['gpus', 'h1OO-sxm'], 'did you mean "h100-sxm"'],
    [['gpus', 'zzzzzz'], 'fabricplan catalog gpus'],
    [['__proto__'], 'use gpus'],
  ])('does not know %j', async (argv, words) => {
    const { exitCode, stderr } = await cli(['catalog', ...argv]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(words);
  });
});
