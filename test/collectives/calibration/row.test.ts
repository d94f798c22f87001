import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRow } from '../../../src/collectives/calibration/row.ts';

const PLAIN =
  '     1048576        262144     float     sum      -1    71.47   14.67   27.51      0    72.10   14.54   27.27      0';

describe('rows as people have them', () => {
  it.each([
    ['as printed', PLAIN],
    ['launcher prefix 0:', `0: ${PLAIN}`],
    ['launcher prefix [0]', `[0]${PLAIN}`],
    ['Open MPI tag glued to the row', `[1,0]<stdout>:${PLAIN.trim()}`],
    ['runs of spaces collapsed', PLAIN.trim().replace(/\s+/g, ' ')],
    ['tabs', PLAIN.trim().replace(/\s+/g, '\t')],
    ['old tests without a root column', PLAIN.replace(/-1/, '')],
    ['validation off', PLAIN.replace(/ 0(?= |$)/g, ' N/A')],
    ['errors in scientific notation', PLAIN.replace(/ 0(?= |$)/g, ' 5e-07')],
    ['markdown indent', `      ${PLAIN}`],
    ['columns of another build at the end', `${PLAIN} Ring LL128 24`],
  ])('%s', (_name, text) => {
    const row = parseRow(text, 7);
    expect(row).toMatchObject({ bytes: 1048576, count: 262144, type: 'float', reduction: 'sum', line: 7 });
    expect(row?.outOfPlace.timeS).toBeCloseTo(71.47e-6, 12);
    expect(row?.inPlace.timeS).toBeCloseTo(72.1e-6, 12);
    expect(row?.inPlace.busBytesPerS).toBeCloseTo(27.27e9, 0);
  });

  it('reads the statistics columns of -I and times in scientific notation', () => {
    const half = '1.2e+05 142.00 266.25 0 119000.5 121000.5 120900.1 0.4%';
    const row = parseRow(`17179869184 4294967296 float sum -1 ${half} ${half}`, 1);
    expect(row?.outOfPlace.timeS).toBeCloseTo(0.12, 12);
    expect(row?.inPlace.timeS).toBeCloseTo(0.12, 12);
  });

  it.each([
    ['a line cut after the first half', '1048576 262144 float sum -1 71.47 14.67 27.51 0'],
    ['the same without a root', '1048576 262144 float sum 71.47 14.67 27.51 0'],
    ['a replay that measures in place only', '[0] 1048576 262144 float sum -1          71.47 14.67 27.51 N/A'],
  ])('lets the half that is there stand for both: %s', (_name, text) => {
    const row = parseRow(text, 1);
    expect(row).toMatchObject({ bytes: 1048576, reduction: 'sum' });
    expect(row?.outOfPlace.timeS).toBeCloseTo(71.47e-6, 12);
    expect(row?.inPlace).toEqual(row?.outOfPlace);
  });

  it('keeps N/A apart from zero', () => {
    const row = parseRow('64 2 float none -1 59.1 0.00 0.00 0 58.2 0.00 0.00 N/A', 1);
    expect(row?.outOfPlace.wrong).toBe(0);
    expect(row?.inPlace.wrong).toBeNull();
  });

  it.each([
    '#       size         count      type   redop    root     time   algbw   busbw #wrong',
    '# Avg bus bandwidth    : 146.047',
    'gpu-1:42:42 [0] NCCL INFO Channel 00/0 : 0[0] -> 1[1] via P2P float',
    '1048576 262144 float sum -1 71.47',
    '1048576 262144 floats sum -1 71.47 14.67 27.51 0 72.10 14.54 27.27 0',
    '',
  ])('is no row: %s', (text) => {
    expect(parseRow(text, 1)).toBeNull();
  });

  it('never throws and never invents a number that is not finite', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const row = parseRow(text, 1);
        if (row !== null) expect(Number.isFinite(row.outOfPlace.timeS)).toBe(true);
      }),
    );
  });
});
