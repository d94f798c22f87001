import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { builtinCatalog } from '../../src/catalog/builtin.ts';
import { FIELDS } from '../../src/catalog/fields.ts';
import { catalogJson } from '../../src/catalog/generate.ts';
import { provenanceOf } from '../../src/catalog/provenance.ts';
import { catalogRows } from '../../src/catalog/rows.ts';
import { CATALOG_KINDS } from '../../src/catalog/schema.ts';
import type { PriceUsd } from '../../src/catalog/types.ts';

const kinds = CATALOG_KINDS.filter((kind) => kind in FIELDS) as (keyof typeof FIELDS)[];
const rows = CATALOG_KINDS.flatMap((kind) => catalogRows(builtinCatalog, kind));
const name = (row: { kind: string; id: string; field: string }): string => `${row.kind}.${row.id}.${row.field}`;
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

describe('the built-in catalog', () => {
  it('is what configs/catalog compiles to (npm run generate)', () => {
    expect(readFileSync(path('../../src/catalog/catalog.json'), 'utf8')).toBe(
      catalogJson(path('../../configs/catalog')),
    );
  });

  it('has unique ids in every list', () => {
    for (const kind of CATALOG_KINDS) {
      const ids = builtinCatalog[kind].map(({ id }) => id);
      expect(ids.length, kind).toBeGreaterThan(0);
      expect(new Set(ids).size, kind).toBe(ids.length);
    }
  });

  it('says where every number comes from', () => {
    const numbers = rows.filter(({ value, kind }) => typeof value === 'number' || kind === 'constants');
    expect(numbers.length).toBeGreaterThan(1000);
    expect(
      numbers.filter(({ source, confidence }) => source === null || source.length < 5 || confidence === null).map(name),
    ).toEqual([]);
  });

  it('expands every citation: no key of a sources table is left', () => {
    expect(rows.filter(({ source }) => source !== null && /^[a-z0-9-]+$/.test(source)).map(name)).toEqual([]);
  });

  it('names no provenance for a field that does not exist', () => {
    for (const kind of kinds) {
      for (const entry of builtinCatalog[kind]) {
        const fields = [...catalogRows(builtinCatalog, kind, entry.id).map(({ field }) => field), ...UNLISTED[kind]];
        for (const at of Object.keys(entry.provenance)) {
          const used = at === '*' || fields.some((field) => field === at || field.startsWith(`${at}.`));
          expect(used, `${kind}.${entry.id}: ${at}`).toBe(true);
        }
      }
    }
  });

  it('keeps the unknown unknown: zero stands only where it was published', () => {
    const zeros = rows.filter(
      ({ value, kind, field }) => value === 0 && kind !== 'constants' && !field.startsWith('moe.'),
    );
    expect(zeros.map(name).sort()).toEqual([
      'nics.gaudi3-int.power',
      'nics.gaudi3-int.price.typical',
      'optics.fibre-mmf.power_per_end',
      'optics.fibre-smf.power_per_end',
    ]);
    for (const unknown of [
      'gpus.rubin.power',
      'gpus.h100-sxm.price',
      'switches.q3200.latency',
      'nics.efa-v2.price',
      'servers.mi300x-8.power',
    ]) {
      const [kind, id, field] = unknown.split('.');
      const row = rows.find((one) => one.kind === kind && one.id === id && one.field === field);
      expect(row, unknown).toMatchObject({ value: null, text: 'unknown', source: null });
    }
  });

  it('orders prices and rents: low, typical, high', () => {
    const ordered = (price: PriceUsd): boolean => {
      const known = [price.low, price.typical, price.high].filter((amount) => amount !== null);
      return known.every((amount, index) => index === 0 || amount >= (known[index - 1] ?? 0));
    };
    for (const kind of ['gpus', 'nics', 'switches', 'servers', 'optics'] as const) {
      for (const entry of builtinCatalog[kind]) {
        if (entry.priceUsd !== null) expect(ordered(entry.priceUsd), `${kind}.${entry.id}`).toBe(true);
      }
    }
    for (const { id, rentUsdPerGpuHour: rent } of builtinCatalog.gpus)
      if (rent !== null) expect(ordered(rent), id).toBe(true);
  });

  it('marks a typical price that nobody published as derived', () => {
    const qm9790 = builtinCatalog.switches.find(({ id }) => id === 'qm9790');
    expect(qm9790?.priceUsd).toEqual({ low: 34000, typical: 40400, high: 48000 });
    expect(provenanceOf(qm9790?.provenance ?? {}, 'price.typical')?.confidence).toBe('derived');
    const qm9700 = builtinCatalog.switches.find(({ id }) => id === 'qm9700');
    expect(provenanceOf(qm9700?.provenance ?? {}, 'price.typical')?.confidence).toBe('secondary');
  });

  it('has servers whose GPU exists', () => {
    const gpus = new Set(builtinCatalog.gpus.map(({ id }) => id));
    expect(builtinCatalog.servers.filter(({ gpu }) => !gpus.has(gpu))).toEqual([]);
  });

  it('shows the memory that software sees, not the label', () => {
    const gib = (id: string): number =>
      (builtinCatalog.gpus.find((gpu) => gpu.id === id)?.memoryBytes ?? 0) / 1024 ** 3;
    expect(gib('h100-sxm')).toBeCloseTo(79.6, 1);
    expect(gib('a100-80-sxm')).toBe(80);
    expect(gib('b200-sxm')).toBeCloseTo(178.35, 2);
    expect(gib('h200-sxm')).toBeLessThan(141);
  });

  it('keeps bits and bytes apart: a 400G port is 50 GB/s', () => {
    expect(builtinCatalog.nics.find(({ id }) => id === 'cx7-400')?.bytesPerS).toBe(50e9);
    expect(builtinCatalog.switches.find(({ id }) => id === 'qm9700')?.modes).toEqual([
      { ports: 64, bytesPerS: 50e9, breakout: 1 },
      { ports: 128, bytesPerS: 25e9, breakout: 2 },
    ]);
  });

  it('has every adapter that published runs and logs name, with its transport', () => {
    const transports = Object.fromEntries(builtinCatalog.nics.map(({ id, transport }) => [id, transport]));
    expect(transports).toMatchObject({
      'cx6-200': 'infiniband',
      'cx7-400': 'infiniband',
      'cx8-800': 'infiniband',
      'efa-v1': 'efa',
      'efa-v2': 'efa',
      'tcpx-200': 'tcpx',
      'tcpxo-200': 'tcpxo',
      'slingshot-11': 'slingshot',
      'pollara-400': 'roce',
    });
  });

  it('gives every constant a value for any machine', () => {
    for (const { id, values } of builtinCatalog.constants) expect(values.at(-1)?.scope, id).toEqual({});
  });
});

/** Fields that compile to something the listing shows in another form. */
const UNLISTED: Readonly<Record<keyof typeof FIELDS, readonly string[]>> = {
  gpus: [],
  nics: [],
  switches: ['breakouts'],
  servers: [],
  optics: [],
  models: [],
  operating: [],
};
