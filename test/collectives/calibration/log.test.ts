import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseLog } from '../../../src/collectives/calibration/log.ts';

const LOGS = new URL('../../validation/data/nccl/', import.meta.url);
const read = (file: string) => parseLog(readFileSync(new URL(file, LOGS), 'utf8'));
const NAMES: Readonly<Record<string, string>> = {
  all_reduce: 'all-reduce',
  all_gather: 'all-gather',
  reduce_scatter: 'reduce-scatter',
  alltoall: 'all-to-all',
};

interface Entry {
  readonly file: string;
  readonly ranks: number | number[];
  readonly collective: string;
  readonly rows: number;
}
const INDEX: { files: Entry[] } = parse(readFileSync(new URL('index.yaml', LOGS), 'utf8'));

describe('published logs', () => {
  it('are all here', () => {
    expect(readdirSync(LOGS).filter((name) => name.endsWith('.txt'))).toHaveLength(INDEX.files.length);
  });

  it.each(INDEX.files.map((entry) => [entry.file, entry] as const))('%s: operation, ranks, rows', (file, entry) => {
    const { tables } = read(file);
    const ranks = Array.isArray(entry.ranks) ? entry.ranks : [entry.ranks];
    expect(tables.map((table) => table.ranks)).toEqual(ranks);
    expect(tables.map((table) => table.op)).toEqual(ranks.map(() => NAMES[entry.collective]));
    const rows = tables.flatMap((table) => table.rows).filter((row) => row.bytes > 0);
    expect(rows).toHaveLength(entry.rows);
    for (const table of tables) expect(table.warnings.filter((text) => text.startsWith('line'))).toEqual([]);
  });

  it('ranks come from the rows alone, without the text around them', () => {
    for (const entry of INDEX.files) {
      const text = readFileSync(new URL(entry.file, LOGS), 'utf8');
      const rows = text
        .split('\n')
        .filter((line) => !line.startsWith('#') && !/Rank|perf|node/.test(line))
        .join('\n');
      const expected = Array.isArray(entry.ranks) ? entry.ranks : [entry.ranks];
      const found = parseLog(rows).tables;
      found.forEach((table, index) => {
        // Two ranks of an all-reduce look like a broadcast; nothing else is undecided below 1,024 ranks.
        if (table.ranks !== null) expect(table.ranks).toBe(expected[index]);
        else expect(expected[index] === 2 || (expected[index] ?? 0) >= 1024).toBe(true);
      });
    }
  });

  it('says when a label contradicts the ratio', () => {
    const text = readFileSync(new URL('gb200-2rack-128g-allreduce-coreweave.txt', LOGS), 'utf8');
    const [table] = parseLog(text.replace(/ranks="128"/, 'ranks="144"')).tables;
    expect(table?.ranks).toBe(128);
    expect(table?.warnings.join()).toMatch(/says 144 ranks, but busbw\/algbw gives 127\.\d to 128\.\d: 128 is used/);
  });

  it('says when the named operation is not the one of the rows', () => {
    const text = readFileSync(new URL('a100-dgx-2n16g-allgather-sophia.txt', LOGS), 'utf8');
    const [table] = parseLog(text.replace(/all_gather/g, 'all_reduce').replace(/none/g, 'sum')).tables;
    expect(table?.op).toBe('reduce-scatter');
    expect(table?.warnings.join()).toMatch(/says all-reduce, but the rows are those of reduce-scatter/);
  });

  it('finds a row whose numbers do not add up', () => {
    const text = readFileSync(new URL('h100-1n8g-allreduce-simumax.txt', LOGS), 'utf8');
    const [table] = parseLog(text.replace('328.4', '528.4')).tables;
    expect(table?.warnings.join()).toMatch(/^line \d+: size \/ time is 127\.00 GB\/s, printed 204\.37$/);
  });

  it.each([
    ['-33.59', 'a negative time', /^line \d+: 16777216 bytes in -33\.59 us cannot be, and the row is left out$/],
    ['0.05', 'faster than any memory', /^line \d+: 16777216 bytes in 0\.05 us cannot be, and the row is left out$/],
    ['nan', 'not a number', /^line \d+: a row whose numbers cannot be read is left out$/],
  ])('leaves out a row with %s (%s) and says so', (time, _, words) => {
    const text = readFileSync(new URL('h100-1n8g-allreduce-simumax.txt', LOGS), 'utf8');
    const whole = parseLog(text).tables[0];
    const at = whole?.rows.find(({ bytes }) => bytes === 2 ** 24);
    const lines = text.split('\n');
    const spoilt = lines.map((line, i) =>
      i + 1 === at?.line ? line.replace(/(bfloat16\s+sum\s+-?1\s+)\S+/, `$1${time}`) : line,
    );
    const [table] = parseLog(spoilt.join('\n')).tables;
    expect(table?.rows).toHaveLength((whole?.rows.length ?? 0) - 1);
    expect(table?.warnings).toEqual([expect.stringMatching(words)]);
  });

  it('reads facts of the header', () => {
    const { facts } = read('a100-1n8g-allreduce-gcm.txt');
    expect(facts).toMatchObject({ statedRanks: 8, ncclVersion: '2.16.2+cuda11.6', statedOp: 'all-reduce' });
    expect(read('mi355x-2n16g-allreduce-aac14.txt').facts.ncclVersion).toBe('2.26.6-HEAD:6ade506');
    expect(read('gb300-gcp-a4xmax-2n8g-crossdomain-allgather.txt').facts.averageBusBytesPerS).toBe(146.047e9);
  });

  it('reads the file that option -J writes', () => {
    const half = { time: 4017.6, alg_bw: 267.26, bus_bw: 467.7, nwrong: 0 };
    const row = {
      size: 2 ** 30,
      count: 2 ** 28,
      type: 'float',
      redop: 'sum',
      root: -1,
      out_of_place: half,
      in_place: half,
    };
    const text = JSON.stringify({ config: { binary: 'all_reduce_perf' }, devices: [], results: [row, { size: 'x' }] });
    const { tables } = parseLog(text);
    expect(tables).toHaveLength(1);
    expect(tables[0]).toMatchObject({ op: 'all-reduce', ranks: 8, warnings: [] });
    expect(tables[0]?.rows[0]?.inPlace.timeS).toBeCloseTo(4017.6e-6, 12);
    const device = (rank: number) => ({ rank, hostname: `gpu-${rank % 2}`, device: 0, device_info: 'NVIDIA H100' });
    const whole = parseLog(
      JSON.stringify({
        version: 2,
        args: ['./build/all_reduce_perf', '-g', '4'],
        nccl_version: 22809,
        config: { nthreads: 1, ngpus: 4, devices: [device(0), device(1)] },
        results: [
          { ...row, out_of_place: null, in_place: { cpu_time: 4017.6, alg_bw: 267.26, bus_bw: 467.7, nwrong: null } },
        ],
      }),
    );
    expect(whole.facts).toMatchObject({ statedRanks: 8, hosts: 2, ncclVersion: '2.28.9', gpuNames: ['NVIDIA H100'] });
    expect(whole.tables[0]).toMatchObject({ op: 'all-reduce', ranks: 8, ranksPerNode: 4 });
    expect(whole.tables[0]?.rows[0]?.outOfPlace.timeS).toBeCloseTo(4017.6e-6, 12);
    expect(parseLog('{"results": "none"}').tables).toEqual([]);
    expect(parseLog('{ not json').tables).toEqual([]);
  });

  it('has no table for text without rows', () => {
    expect(parseLog('').tables).toEqual([]);
    expect(parseLog('NCCL WARN no devices\n# nothing\n').tables).toEqual([]);
  });
});
