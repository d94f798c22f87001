import { describe, expect, it } from 'vitest';
import { builtinCatalog } from '../../src/catalog/builtin.ts';
import { findEntry, operatingFigure } from '../../src/catalog/lookup.ts';

describe('findEntry', () => {
  it('finds by exact id', () => {
    expect(findEntry(builtinCatalog.gpus, 'h100-sxm')).toMatchObject({ found: true, entry: { generation: 'hopper' } });
  });

  it('suggests what was meant', () => {
    expect(findEntry(builtinCatalog.gpus, 'H100_SXM')).toMatchObject({
      found: false,
      near: ['h100-sxm', expect.anything(), expect.anything()],
    });
    expect(findEntry(builtinCatalog.models, 'llama3.1-70b')).toMatchObject({
      found: false,
      near: expect.arrayContaining(['llama-3.1-70b']),
    });
    expect(findEntry(builtinCatalog.gpus, 'abacus')).toEqual({
      found: false,
      near: [],
      known: builtinCatalog.gpus.length,
    });
  });
});

describe('operatingFigure', () => {
  it('reads one value and named values with their own source', () => {
    expect(operatingFigure(builtinCatalog, 'remote_hands')).toMatchObject({ value: 131, unit: 'usd_per_server_month' });
    expect(operatingFigure(builtinCatalog, 'pue', 'golden')).toMatchObject({
      value: 1.35,
      provenance: { confidence: 'secondary' },
    });
    expect(operatingFigure(builtinCatalog, 'pue', 'default')?.provenance?.confidence).toBe('memory');
  });

  it('is null for what is not there', () => {
    expect(operatingFigure(builtinCatalog, 'pue')).toBeNull();
    expect(operatingFigure(builtinCatalog, 'pue', 'nowhere')).toBeNull();
    expect(operatingFigure(builtinCatalog, 'remote_hands', 'default')).toBeNull();
    expect(operatingFigure(builtinCatalog, 'nothing')).toBeNull();
  });
});
