import { readFileSync } from 'node:fs';
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
    expect(problems[3]).toMatch(/the facility draws .* MW, the cap is 1 MW/);
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
    expect((await sweep(['--vary', 'workload.micro_batch=32,64', ...fields])).exitCode).toBe(3);
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
    ['an unknown field', [...vary, '--fields', 'training.step_tme_s'], 'did you mean "training.step_time_s"'],
    ['an unknown key', ['--vary', 'gpus.cuont=1,2'], 'did you mean "count"'],
    ['a shard that is none', [...vary, '--shard', '3/2'], '--shard 1/16'],
    ['a table that is too long', ['--vary', 'economics.pue=1..3:0.0001'], '--format ndjson'],
    ['--resume without a file', [...vary, '--resume'], '-o rows.csv'],
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
});
