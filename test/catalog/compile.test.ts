import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtinCatalog } from '../../src/catalog/builtin.ts';
import { compileCatalog, EMPTY_CATALOG } from '../../src/catalog/compile.ts';
import { provenanceOf } from '../../src/catalog/provenance.ts';
import { CATALOG_KINDS } from '../../src/catalog/schema.ts';
import type { Catalog } from '../../src/catalog/types.ts';

const fallback = { source: 'ours.yaml', confidence: 'read' } as const;
const compile = (data: unknown, over: Catalog = builtinCatalog) =>
  compileCatalog([{ label: 'ours.yaml', data, fallback }], over);
const gpu = (catalog: Catalog, id: string) => catalog.gpus.find((entry) => entry.id === id);

const inline = {
  id: 'mine',
  peak: { bf16: '1 PFLOPS' },
  memory: '100 GiB',
  memory_bandwidth: '4 TB/s',
  scale_up: { bandwidth: '500 GB/s', domain: 8 },
};

describe('compileCatalog', () => {
  it('adds an entry of a new id, in base units, with what is not stated unknown', () => {
    const { catalog, problems } = compile({ gpus: [inline] });
    expect(problems).toEqual([]);
    expect(gpu(catalog, 'mine')).toMatchObject({
      name: 'mine',
      generation: 'unknown',
      peakFlopsPerS: { bf16: 1e15, fp8: null },
      memoryBytes: 100 * 1024 ** 3,
      memoryBytesPerS: 4e12,
      scaleUp: { bytesPerS: 5e11, domainGpus: 8, topology: 'switched' },
      powerW: null,
      priceUsd: null,
    });
  });

  it('overrides only what an entry of a known id states, and its provenance with it', () => {
    const { catalog, problems } = compile({ gpus: [{ id: 'h100-sxm', power: '650 W', peak: { fp8: '1.5 PFLOPS' } }] });
    expect(problems).toEqual([]);
    const before = gpu(builtinCatalog, 'h100-sxm');
    const after = gpu(catalog, 'h100-sxm');
    expect(after).toMatchObject({ powerW: 650, memoryBytes: before?.memoryBytes, generation: 'hopper' });
    expect(after?.peakFlopsPerS).toEqual({ ...before?.peakFlopsPerS, fp8: 1.5e15 });
    expect(provenanceOf(after?.provenance ?? {}, 'power')).toEqual(fallback);
    expect(provenanceOf(after?.provenance ?? {}, 'peak.fp8')).toEqual(fallback);
    expect(provenanceOf(after?.provenance ?? {}, 'peak.bf16')).toEqual(
      provenanceOf(before?.provenance ?? {}, 'peak.bf16'),
    );
    expect(before?.powerW).toBe(700);
  });

  it('inherits from base under a new id', () => {
    const { catalog } = compile({
      gpus: [{ id: 'h200-nvl', base: 'h200-sxm', power: '600 W', scale_up: { domain: 4 } }],
    });
    expect(gpu(catalog, 'h200-nvl')).toMatchObject({
      powerW: 600,
      generation: 'hopper',
      scaleUp: { bytesPerS: 450e9, domainGpus: 4, topology: 'switched' },
    });
    expect(gpu(catalog, 'h200-sxm')).toEqual(gpu(builtinCatalog, 'h200-sxm'));
  });

  it('replaces a price as a whole, and unknown overrides known', () => {
    const { catalog } = compile({
      switches: [{ id: 'qm9700', price: 30000, latency: null }],
      nics: [{ id: 'cx7-400', price: { low: '1 kUSD', high: '4 kUSD' } }],
    });
    const qm9700 = catalog.switches.find(({ id }) => id === 'qm9700');
    expect(qm9700).toMatchObject({ priceUsd: { low: null, typical: 30000, high: null }, latencyS: null, powerW: 747 });
    const nic = catalog.nics.find(({ id }) => id === 'cx7-400');
    expect(nic?.priceUsd).toEqual({ low: 1000, typical: 2000, high: 4000 });
    expect(provenanceOf(nic?.provenance ?? {}, 'price.typical')?.confidence).toBe('derived');
    expect(provenanceOf(nic?.provenance ?? {}, 'price.low')).toEqual(fallback);
  });

  it('drops breakouts that a new port count contradicts', () => {
    const { catalog } = compile({ switches: [{ id: 'small', base: 'qm9700', ports: 32 }] });
    expect(catalog.switches.find(({ id }) => id === 'small')?.modes).toEqual([
      { ports: 32, bytesPerS: 50e9, breakout: 1 },
    ]);
  });

  it('merges named figures and cites a sources table', () => {
    const { catalog, problems } = compile({
      sources: { grid: { cite: 'Our utility contract', date: '2026-01' } },
      operating: [
        {
          id: 'electricity_price',
          value: { default: 0.05 },
          provenance: { value: { source: 'grid', confidence: 'read' } },
        },
      ],
    });
    expect(problems).toEqual([]);
    const price = catalog.operating.find(({ id }) => id === 'electricity_price');
    expect(price?.value).toMatchObject({ default: 0.05, low: 0.068 });
    expect(provenanceOf(price?.provenance ?? {}, 'value.default')).toEqual({
      source: 'Our utility contract',
      confidence: 'read',
      date: '2026-01',
    });
    expect(provenanceOf(price?.provenance ?? {}, 'value.us_oh')?.source).toContain('EIA');
  });

  it('locates every mistake and keeps the rest', () => {
    const { catalog, problems } = compile({
      gpu: [],
      gpus: [
        { ...inline, memory: '100 Gb' },
        { ...inline, id: 'b', powr: '3 W' },
        { id: 'c', power: '3 W' },
        { ...inline, id: 'd' },
        { ...inline, id: 'd' },
        { id: 'e', base: 'h100-sxn' },
        { ...inline, id: 'f', power: -1 },
      ],
      servers: [{ id: 's', gpu: 'h100', gpus: 8 }],
      models: [{ id: 'm', layers: 2, hidden: 64, heads: 6, kv_heads: 4, ffn: 64, vocab: 100 }],
      nics: 'cx7-400',
    });
    expect(problems.map(({ path, kind }) => `${path.join('.')} ${kind}`)).toEqual([
      'gpu unknown-key',
      'gpus.0.memory value',
      'gpus.1.powr unknown-key',
      'gpus.2 missing',
      'gpus.2 missing',
      'gpus.2 missing',
      'gpus.2 missing',
      'gpus.4.id duplicate',
      'gpus.5.base reference',
      'gpus.6.power value',
      'nics value',
      'servers.0.gpu reference',
      'models.0.kv_heads value',
    ]);
    expect(problems[0]?.help).toBe('did you mean "gpus"?');
    expect(problems[1]).toMatchObject({ file: 'ours.yaml', help: 'write 100 GB or 100 GiB' });
    expect(problems.filter(({ kind }) => kind === 'missing').map(({ message }) => message)).toEqual(
      ['peak.bf16', 'memory', 'memory_bandwidth', 'scale_up.bandwidth'].map((key) => `${key} is missing`),
    );
    expect(problems.find(({ path }) => path.at(-1) === 'base')?.help).toBe('did you mean "h100-sxm"?');
    expect(gpu(catalog, 'd')).toBeDefined();
  });

  it('wants a value of every model constant in its range, and an unscoped one', () => {
    const value = { value: 0.01, source: 'a paper', confidence: 'read' };
    const constant = { id: 'c', unit: 's', meaning: 'A constant' };
    expect(compile({ constants: [{ ...constant, values: [{ ...value, scope: {} }] }] }).problems).toEqual([]);
    const { problems } = compile({ constants: [{ ...constant, values: [{ ...value, scope: { vendor: 'amd' } }] }] });
    expect(problems).toMatchObject([{ path: ['constants', 0, 'values'], kind: 'value' }]);
    const wrong = compile({ constants: [{ ...constant, values: [{ ...value, value: 5, scope: {} }] }] });
    expect(wrong.problems).toMatchObject([{ path: ['constants', 0, 'values', 0, 'value'] }]);
    expect(
      compile({ constants: [{ ...constant, range: [0, 9], values: [{ ...value, value: 5, scope: {} }] }] }).problems,
    ).toEqual([]);
  });

  it('answers any data with problems and a catalog, never an exception, and leaves its input alone', () => {
    const before = JSON.stringify(builtinCatalog);
    const kind = fc.constantFrom(...CATALOG_KINDS, 'sources', '__proto__');
    const entry = fc.dictionary(
      fc.constantFrom('id', 'base', 'price', 'memory', 'value', 'ports', 'layers', 'provenance', 'facts'),
      fc.oneof(fc.jsonValue(), fc.constantFrom('h100-sxm', '4 GB', 'pue')),
    );
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), fc.dictionary(kind, fc.oneof(fc.jsonValue(), fc.array(entry, { maxLength: 3 })))),
        (data) => {
          for (const over of [builtinCatalog, EMPTY_CATALOG]) {
            const { catalog, problems } = compile(data, over);
            for (const name of CATALOG_KINDS) expect(catalog[name].length).toBeGreaterThanOrEqual(over[name].length);
            for (const problem of problems) expect(problem.message).not.toBe('');
          }
        },
      ),
      { numRuns: 200 },
    );
    expect(JSON.stringify(builtinCatalog)).toBe(before);
  });
});
