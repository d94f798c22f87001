import { expect, it } from 'vitest';
import type { Cell } from '../../../src/planning/sweep/row.ts';
import type { Column } from '../../../src/report/rows/columns.ts';
import { parquetEncoder } from '../../../src/report/rows/parquet.ts';
import { openParquet } from '../../../src/report/rows/parquet-reader.ts';

const columns: readonly Column[] = [
  { name: 'a.number', kind: 'number' },
  { name: 'a.count', kind: 'integer' },
  { name: 'is', kind: 'boolean' },
  { name: 'word', kind: 'text' },
];

const rowAt = (i: number): readonly Cell[] => [
  i % 7 === 0 ? null : i / 3,
  i,
  i % 5 === 0 ? null : i % 2 === 0,
  i % 11 === 0 ? null : `größer ${i % 13}`,
];

const fileOf = (bytes: Uint8Array) => ({
  byteLength: bytes.length,
  slice: (from: number, to?: number) => Uint8Array.from(bytes.subarray(from, to)).buffer,
});

async function written(rows: number, takeEvery: number) {
  const encoder = parquetEncoder(columns);
  const pieces: Uint8Array[] = [];
  for (let i = 0; i < rows; i++) {
    encoder.row(rowAt(i));
    if (i % takeEvery === 0) pieces.push(encoder.take());
  }
  pieces.push(encoder.finish());
  return Buffer.concat(pieces);
}

it.each([0, 1, 32_768, 70_001])('reads back %d rows, in groups of any number', async (rows) => {
  const file = await openParquet(fileOf(await written(rows, 1000)));
  expect(file.columns).toEqual(columns);
  let read = 0;
  for await (const row of file.rows()) {
    if (read % 997 === 0 || read === rows - 1) expect(row).toEqual(rowAt(read));
    read++;
  }
  expect(read).toBe(rows);
});

it('gives the same bytes whenever they are taken', async () => {
  expect(await written(40_000, 1)).toEqual(await written(40_000, 39_999));
});

it('refuses what is no whole file', async () => {
  const whole = await written(10, 1);
  for (const cut of [whole.subarray(0, whole.length - 9), Buffer.from('PAR1PAR1')]) {
    await expect(openParquet(fileOf(cut))).rejects.toThrow();
  }
});
