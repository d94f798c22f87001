import { describe, expect, it } from 'vitest';
import { builtinCatalog } from '../../src/catalog/builtin.ts';
import { catalogRows } from '../../src/catalog/rows.ts';
import type { CatalogKind } from '../../src/catalog/schema.ts';

const row = (kind: CatalogKind, id: string, field: string) =>
  catalogRows(builtinCatalog, kind, id).find((one) => one.field === field);

describe('catalogRows', () => {
  it('shows a number in its unit, for people and machines, with source and date', () => {
    expect(row('gpus', 'h100-sxm', 'peak.bf16')).toMatchObject({
      value: 989e12,
      unit: 'FLOP/s',
      text: '989 TFLOP/s',
      confidence: 'read',
      date: '2026-08-22',
    });
    expect(row('nics', 'cx7-400', 'bandwidth')).toMatchObject({ value: 400e9, unit: 'b/s', text: '400 Gb/s' });
    expect(row('gpus', 'h100-sxm', 'memory')?.text).toBe('79.6 GiB');
    expect(row('models', 'llama-2-7b', 'parameters')?.text).toBe('6,738,415,616');
    expect(row('operating', 'carbon_intensity', 'value.FRA')).toMatchObject({ value: 56, unit: 'gco2_per_kwh' });
  });

  it('lists facts that no model reads after the fields', () => {
    const fields = catalogRows(builtinCatalog, 'gpus', 'b200-sxm').map(({ field }) => field);
    expect(fields.indexOf('facts.measured_matmul_bf16')).toBeGreaterThan(fields.indexOf('power'));
  });

  it('names the scope of each value of a model constant', () => {
    const scopes = catalogRows(builtinCatalog, 'constants').map(({ field }) => field);
    expect(scopes).toContain('default');
    expect(scopes.some((scope) => scope.includes('generation '))).toBe(true);
  });

  it('is empty for an unknown id', () => {
    expect(catalogRows(builtinCatalog, 'gpus', 'abacus')).toEqual([]);
  });
});
