import { readFileSync } from 'node:fs';
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { cli, type World } from '../fake-io.ts';

const minimal = readFileSync(new URL('../../../configs/minimal.yaml', import.meta.url), 'utf8').replace(
  'global_batch: 1024',
  'global_batch: 1024, parallelism: { tensor: 8, pipeline: 4 }',
);
const files = { 'c.yaml': minimal };
const vary = ['--vary', 'economics.pue=1.1,1.2,1.3', '--vary', 'gpus.count=256..2048:x2'];
const fields = ['--fields', 'training.step_time_s,cost.usd_per_million_tokens'];

const sweep = (argv: readonly string[], world: World = {}) =>
  cli(['sweep', 'c.yaml', ...argv], { ...world, files: { ...files, ...world.files } });

describe('sweep', () => {
  it('prints one flat row a point, varied fields first, in the order of the grid', async () => {
    const { exitCode, stdout } = await sweep([...vary, ...fields, '--format', 'ndjson']);
    expect(exitCode).toBe(0);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.length).toBe(12);
    expect(Object.keys(rows[0])).toEqual([
      'economics.pue',
      'gpus.count',
      'training.step_time_s',
      'cost.usd_per_million_tokens',
      'problem',
      'point',
      'points',
      'sweep',
    ]);
    expect(rows.map((row) => row['gpus.count']).slice(0, 5)).toEqual([256, 512, 1024, 2048, 256]);
    expect(rows.map((row) => row.point)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  });

  it('does not go on after rows of another spec', async () => {
    const { written } = await sweep([...vary, ...fields, '-o', 'all.csv']);
    const cut = (written['all.csv'] ?? '').split('\n').slice(0, 3).join('\n');
    const resumed = await sweep([...vary, ...fields, '-o', 'all.csv', '--resume', '--set', 'gpus.type=b200-sxm'], {
      files: { 'all.csv': `${cut}\n` },
    });
    expect(resumed.exitCode).toBe(2);
    expect(resumed.stderr).toContain('"all.csv" is not the file of this sweep');
  });

  it('says of a point above the power cap that it cannot be', async () => {
    const { stdout } = await sweep([...vary, ...fields, '--set', 'power.facility_cap=1 MW', '--format', 'ndjson']);
    const problems = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).problem ?? '');
    expect(problems[0]).toBe('');
    expect(problems[3]).toMatch(/the facility must provide .* MW at ratings, cooling included; the cap is 1 MW/);
  });

  it('gives each point what analyze gives', async () => {
    const { stdout } = await sweep([...vary, ...fields, '--format', 'ndjson']);
    for (const line of stdout.trimEnd().split('\n').slice(3, 7)) {
      const row = JSON.parse(line);
      const set = ['economics.pue', 'gpus.count'].flatMap((path) => ['--set', `${path}=${row[path]}`]);
      const result = JSON.parse((await cli(['analyze', 'c.yaml', ...set, '--format', 'json'], { files })).stdout);
      expect(row['training.step_time_s']).toBe(result.training.step_time_s);
      expect(row['cost.usd_per_million_tokens']).toBe(result.cost.usd_per_million_tokens);
    }
  });

  it.each([1, 2, 5, 16])('gives the same bytes from %d shards', async (of) => {
    for (const ending of ['csv', 'ndjson']) {
      const whole = (await sweep([...vary, ...fields, '-o', `all.${ending}`])).written[`all.${ending}`];
      const parts: Record<string, string> = {};
      for (let i = 1; i <= of; i++) {
        const path = `part-${i}.${ending}`;
        const { written } = await sweep([...vary, ...fields, '--shard', `${i}/${of}`, '-o', path]);
        parts[path] = written[path] ?? '';
      }
      const merged = await cli(['merge', ...Object.keys(parts).reverse()], { files: parts });
      expect(merged.exitCode).toBe(0);
      expect(merged.stdout).toBe(whole);
    }
  });

  it.each([1, 3, 16])('gives the same Parquet file from %d shards', async (of) => {
    const whole = (await sweep([...vary, ...fields, '-o', 'all.parquet'])).binary['all.parquet'];
    const parts: Record<string, Uint8Array> = {};
    for (let i = 1; i <= of; i++) {
      const path = `part-${i}.parquet`;
      const { binary } = await sweep([...vary, ...fields, '--shard', `${i}/${of}`, '-o', path]);
      parts[path] = binary[path] ?? new Uint8Array();
    }
    const merged = await cli(['merge', ...Object.keys(parts).reverse(), '-o', 'all.parquet'], { binary: parts });
    expect(merged.exitCode).toBe(0);
    expect(merged.binary['all.parquet']).toEqual(whole);
  });

  it('writes Parquet with the rows of NDJSON and typed columns', async () => {
    const argv = [...vary, '--vary', 'topology.kind=fat-tree,rail-only', '--fields', 'training.mfu,training.bound'];
    const { binary, written } = await sweep([...argv, '-o', 'all.parquet', '-o', 'all.ndjson']);
    const bytes = binary['all.parquet'] ?? new Uint8Array();
    const file = {
      byteLength: bytes.length,
      slice: (from: number, to?: number) => Uint8Array.from(bytes.subarray(from, to)).buffer,
    };
    const metadata = await parquetMetadataAsync(file);
    expect(metadata.schema.slice(1).map(({ name, type }) => [name, type])).toEqual([
      ['economics.pue', 'DOUBLE'],
      ['gpus.count', 'DOUBLE'],
      ['topology.kind', 'BYTE_ARRAY'],
      ['training.mfu', 'DOUBLE'],
      ['training.bound', 'BYTE_ARRAY'],
      ['problem', 'BYTE_ARRAY'],
      ['point', 'INT64'],
      ['points', 'INT64'],
      ['sweep', 'BYTE_ARRAY'],
    ]);
    const rows = await parquetReadObjects({ file, metadata });
    const plain = rows.map((row) => ({ ...row, point: Number(row['point']), points: Number(row['points']) }));
    const lines = written['all.ndjson']?.trimEnd().split('\n') ?? [];
    expect(plain).toEqual(lines.map((line) => JSON.parse(line)));
  });

  it('leaves no Parquet file when it is interrupted, and cannot go on with one', async () => {
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(), 100);
    const argv = ['--vary', 'economics.pue=1..3:0.0001', ...fields, '-o', 'all.parquet'];
    const { exitCode, binary, stderr } = await sweep(argv, { signal: interrupt.signal });
    expect({ exitCode, binary }).toEqual({ exitCode: 130, binary: {} });
    expect(stderr).not.toContain('--resume');
    const resumed = await sweep([...argv, '--resume']);
    expect(resumed).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--resume cannot go on with') });
  });

  it('refuses the front of a part, and merge finds that of the whole', async () => {
    const pareto = ['--pareto', 'training.step_time_s,cost.usd_per_million_tokens'];
    const part = await sweep([...vary, ...fields, ...pareto, '--shard', '1/2']);
    expect(part).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('not the front of the sweep') });
    for (const ending of ['ndjson', 'csv']) {
      const front = (await sweep([...vary, ...fields, ...pareto, '-o', `all.${ending}`])).written[`all.${ending}`];
      const parts: Record<string, string> = {};
      for (const i of [1, 2]) {
        const path = `${i}.${ending}`;
        parts[path] = (await sweep([...vary, ...fields, '--shard', `${i}/2`, '-o', path])).written[path] ?? '';
      }
      const merged = await cli(['merge', ...Object.keys(parts), ...pareto], { files: parts });
      expect(merged.stdout).toBe(front);
    }
  });

  it('stops when nobody reads on', async () => {
    const argv = ['--vary', 'economics.pue=1..3:0.0001', ...fields, '--format', 'ndjson'];
    let [rows, gone] = [0, false];
    const stdout = {
      isTTY: false,
      get gone() {
        return gone;
      },
      write: (text: string) => {
        rows += text.split('\n').length - 1;
        gone = true;
      },
      drained: async () => undefined,
    };
    const { exitCode, stderr } = await sweep(argv, { io: { stdout } });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(rows).toBeLessThan(20_001);
  });

  it('goes on after the last whole row', async () => {
    const whole = (await sweep([...vary, ...fields, '-o', 'all.csv'])).written['all.csv'] ?? '';
    for (const cut of [0, 40, Math.floor(whole.length / 2), whole.length - 3, whole.length]) {
      const { exitCode, written } = await sweep([...vary, ...fields, '-o', 'all.csv', '--resume'], {
        files: { 'all.csv': whole.slice(0, cut) },
      });
      expect(exitCode).toBe(0);
      expect(written['all.csv']).toBe(whole);
    }
  });

  it('refuses to go on with the file of another sweep', async () => {
    const other =
      (await sweep(['--vary', 'economics.pue=1.1,1.2', ...fields, '-o', 'all.csv'])).written['all.csv'] ?? '';
    const { exitCode, written } = await sweep([...vary, ...fields, '-o', 'all.csv', '--resume'], {
      files: { 'all.csv': other },
    });
    expect(exitCode).toBe(2);
    expect(written['all.csv']).toBeUndefined();
  });

  it('keeps what is done when interrupted, and exits 130', async () => {
    const interrupt = new AbortController();
    const argv = ['--vary', 'economics.pue=1..3:0.0001', ...fields, '-o', 'all.csv'];
    setTimeout(() => interrupt.abort(), 300);
    const { exitCode, written } = await sweep(argv, { signal: interrupt.signal });
    expect(exitCode).toBe(130);
    // The command itself ends a moment later; what it wrote is whole rows.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(written['all.csv']).toMatch(/^economics\.pue,[\s\S]*\r\n$/);
  });

  it('gives a point that cannot be a row with the reason, and goes on', async () => {
    const { exitCode, stdout } = await sweep(['--vary', 'gpus.count=1000,1024', ...fields, '--format', 'ndjson']);
    expect(exitCode).toBe(0);
    const [bad, good] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(bad.problem).toMatch(/^FP2\d\d: /);
    expect(bad['training.step_time_s']).toBeNull();
    expect(good.problem).toBeNull();
  });

  it('exits 3 when no point fits', async () => {
    const argv = ['--vary', 'workload.micro_batch=32,64', ...fields];
    expect((await sweep(argv)).exitCode).toBe(3);
    // A part is written all the same.
    expect((await sweep([...argv, '--shard', '1/2'])).exitCode).toBe(0);
  });

  it('keeps only the Pareto front', async () => {
    const argv = [...vary, '--pareto', 'training.step_time_s,cost.usd_per_million_tokens', '--format', 'ndjson'];
    const { stdout } = await sweep(argv);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.length).toBeLessThan(12);
    expect(new Set(rows.map((row) => row['economics.pue']))).toEqual(new Set([1.1]));
  });

  it('shows progress on a terminal only', async () => {
    const argv = ['--vary', 'economics.pue=1..2:0.001', ...fields, '--format', 'csv'];
    expect((await sweep(argv)).stderr).toBe('');
    expect((await sweep(argv, { terminal: { stderr: true } })).stderr).toMatch(/of 1,001 \(\d+ %\)/);
  });

  it('lists the fields', async () => {
    expect((await sweep(['--fields', '?'])).stdout).toMatch(/training\.step_time_s +s\n/);
  });

  it.each([
    ['no --vary', [], 'needs --vary'],
    ['a path that is set too', ['--vary', 'gpus.count=64', '--set', 'gpus.count=32'], 'both varied and --set'],
    ['an unknown field', [...vary, '--fields', 'training.step_tme_s'], 'did you mean "training.step_time_s"'],
    ['an unknown key', ['--vary', 'gpus.cuont=1,2'], 'did you mean "count"'],
    ['a shard that is none', [...vary, '--shard', '3/2'], '--shard 1/16'],
    ['a table that is too long', ['--vary', 'economics.pue=1..3:0.0001'], '--format ndjson'],
    ['--resume without a file', [...vary, '--resume'], '-o rows.csv'],
    ['no job', [...vary, '--jobs', '0'], '--jobs "0" is not a whole number from 1'],
    [
      'more points than numbers',
      ['economics.pue', 'economics.wacc_fraction', 'power.facility_cap'].flatMap((path) => [
        '--vary',
        `${path}=1..10000000:1`,
      ]),
      '--vary makes 1e+21 points',
    ],
    ['a file twice', [...vary, '-o', 'a.csv', '-o', './a.csv'], '"./a.csv" is given twice'],
    ['a path twice', ['--vary', 'economics.pue=1,2', '--vary', 'economics.pue=3,4'], 'twice'],
  ])('refuses %s', async (_, argv, words) => {
    const { exitCode, stdout, stderr } = await sweep(argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(words);
  });
});

describe('merge', () => {
  it('names missing points and exits 2', async () => {
    const { written } = await sweep([...vary, ...fields, '--shard', '2/3', '-o', 'b.csv']);
    const { exitCode, stderr } = await cli(['merge', 'b.csv'], { files: { 'b.csv': written['b.csv'] ?? '' } });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('8 points are missing: 1, 3, 4, 6, 7, 9, 10, 12');
  });

  it('refuses files with other columns, and files that are no rows', async () => {
    const a = (await sweep([...vary, ...fields, '-o', 'a.csv'])).written['a.csv'] ?? '';
    const b = (await sweep([...vary, '-o', 'b.csv'])).written['b.csv'] ?? '';
    const columns = await cli(['merge', 'a.csv', 'b.csv'], { files: { 'a.csv': a, 'b.csv': b } });
    expect(columns).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('other columns') });
    const rows = await cli(['merge', 'a.csv'], { files: { 'a.csv': 'x\r\nhello\r\n' } });
    expect(rows).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('without its point') });
  });

  const part = async (path: string, ...argv: readonly string[]): Promise<string> =>
    (await sweep([...vary, ...fields, ...argv, '-o', path])).written[path] ?? '';

  it('refuses parts of other specs and other sweeps', async () => {
    const a = await part('a.csv', '--shard', '1/2');
    const others = [
      await part('b.csv', '--shard', '2/2', '--set', 'gpus.type=b200-sxm'),
      (
        await sweep([
          '--vary',
          'economics.pue=1.1,1.2,1.4',
          '--vary',
          'gpus.count=256..2048:x2',
          ...fields,
          '-o',
          'b.csv',
        ])
      ).written['b.csv'] ?? '',
      (await sweep([...vary, ...fields, '-o', 'b.csv'], { files: { 'c.yaml': minimal.replace('8192', '4096') } }))
        .written['b.csv'] ?? '',
    ];
    for (const b of others) {
      const { exitCode, stderr, written } = await cli(['merge', 'a.csv', 'b.csv', '-o', 'all.csv'], {
        files: { 'a.csv': a, 'b.csv': b },
      });
      expect({ exitCode, written }).toEqual({ exitCode: 2, written: {} });
      expect(stderr).toContain('"b.csv" is a part of another sweep than "a.csv"');
    }
  });

  it('takes parts of the same sweep from another folder', async () => {
    const a = await part('a.csv', '--shard', '1/2');
    const elsewhere = ['sweep', 'else/where.yaml', ...vary, ...fields, '--shard', '2/2', '-o', 'b.csv'];
    const b = (await cli(elsewhere, { files: { 'else/where.yaml': minimal } })).written['b.csv'] ?? '';
    expect((await cli(['merge', 'a.csv', 'b.csv'], { files: { 'a.csv': a, 'b.csv': b } })).exitCode).toBe(0);
  });

  it('refuses damaged rows, rows out of order and other formats', async () => {
    const a = await part('a.csv');
    const [head = '', first = '', second = '', ...rest] = a.split(/(?<=\n)/);
    const damaged: readonly (readonly [string, string])[] = [
      [[head, first.replace('256', '\0\0\0'), second, ...rest].join(''), 'without its point'],
      [[head, second, first, ...rest].join(''), 'point 1 out of order'],
      [[head, first, second.slice(0, 12), ...rest].join(''), '1 point is missing: 2'],
    ];
    for (const [text, words] of damaged) {
      const { exitCode, stderr, written } = await cli(['merge', 'a.csv', '-o', 'all.csv'], {
        files: { 'a.csv': text },
      });
      expect({ exitCode, stdout: '', all: written['all.csv'] }).toMatchObject({ exitCode: 2 });
      expect(stderr).toContain(words);
    }
    const other = await cli(['merge', 'a.csv', '-o', 'all.ndjson'], { files: { 'a.csv': a } });
    expect(other).toMatchObject({ exitCode: 2, written: {}, stderr: expect.stringContaining('end its name in .csv') });
    const cut = await cli(['merge', 'a.parquet', '-o', 'all.parquet'], {
      binary: { 'a.parquet': new TextEncoder().encode('PAR1 and then nothing') },
    });
    expect(cut).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('is no whole Parquet file of rows') });
  });
});
