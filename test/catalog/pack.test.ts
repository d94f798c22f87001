import { describe, expect, it } from 'vitest';
import { builtinCatalog } from '../../src/catalog/builtin.ts';
import { packCatalog, unpackCatalog } from '../../src/catalog/pack.ts';

describe('packCatalog', () => {
  it('loses nothing through JSON', () => {
    const packed = JSON.parse(JSON.stringify(packCatalog(builtinCatalog)));
    expect(unpackCatalog(packed)).toEqual(builtinCatalog);
  });

  it('stores each citation once', () => {
    const { provenance } = packCatalog(builtinCatalog);
    expect(new Set(provenance.map((record) => JSON.stringify(record))).size).toBe(provenance.length);
  });

  it('refuses an index outside the table instead of inventing a source', () => {
    const packed = packCatalog(builtinCatalog);
    expect(() => unpackCatalog({ ...packed, provenance: [] })).toThrow(RangeError);
  });
});
