import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { gpuSchema } from '../../src/catalog/kinds/gpu.ts';
import { quantity } from '../../src/catalog/quantity.ts';
import { catalogFileSchema } from '../../src/catalog/schema.ts';
import { readCatalogSources } from '../../src/catalog/sources.ts';

describe('the catalog file schema', () => {
  it('accepts every shipped file', () => {
    const files = readCatalogSources(fileURLToPath(new URL('../../configs/catalog', import.meta.url)));
    expect(files.length).toBeGreaterThan(7);
    for (const { label, data } of files)
      expect(catalogFileSchema().safeParse(data).error?.issues, label).toBeUndefined();
  });

  it('becomes a JSON Schema of what users write: quantities are text or numbers', () => {
    const schema = z.toJSONSchema(catalogFileSchema(), { io: 'input' });
    expect(JSON.stringify(schema)).toContain('Capacity that the device shows to software (80 GB or 80 GiB)');
    const memory = z.toJSONSchema(gpuSchema, { io: 'input' }).properties?.['memory'];
    expect(JSON.stringify(memory)).toMatch(/"number".*"string"/);
  });
});

describe('quantity', () => {
  const power = quantity('power', 'Rated power');

  it('reads text with a unit and plain numbers in the unit of its key', () => {
    expect(power.parse('1.2 kW')).toBe(1200);
    expect(power.parse(700)).toBe(700);
    expect(quantity('time', 'Latency', { numberUnit: 'us' }).parse(2)).toBeCloseTo(2e-6, 12);
  });

  it('refuses what is no quantity or out of range, and says what to write', () => {
    const issue = (value: unknown, schema: z.ZodType = power) => schema.safeParse(value).error?.issues[0];
    expect(issue('700')).toMatchObject({ code: 'custom', params: { help: expect.stringContaining('700 W') } });
    expect(issue('7 GB')?.message).toContain('not a power');
    expect(issue('-3 W')?.message).toBe('must be greater than 0');
    expect(issue(0)?.message).toBe('must be greater than 0');
    expect(issue(-1, quantity('money', 'Price', { range: 'non-negative' }))?.message).toBe('must be at least 0');
    expect(issue([])?.message).toBe('expected a power');
    expect(quantity('money', 'Price', { range: 'non-negative' }).parse(0)).toBe(0);
  });
});
