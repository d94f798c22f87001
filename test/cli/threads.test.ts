import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ended, start } from './process.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fabricplan-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inFolder = (name: string): string => join(folder, name);
const fields = ['--fields', 'training.step_time_s,cost.run_usd'];
const sweep = (steps: number, ...argv: readonly string[]) =>
  start('sweep', 'configs/h100-2-nodes.yaml', '--vary', `economics.pue=1..2:${1 / steps}`, ...fields, ...argv);

it('gives the same bytes with threads', async () => {
  for (const format of ['ndjson', 'csv']) {
    const one = await ended(sweep(2500, '--format', format));
    const two = await ended(sweep(2500, '--format', format, '--jobs', '2'));
    expect(two).toEqual(one);
    expect(one).toMatchObject({ code: 0, stderr: '' });
  }
});

it('keeps whole rows on Ctrl-C, says how far it came, and goes on to the same bytes', async () => {
  const file = inFolder('rows.csv');
  const argv = ['-o', file, '--jobs', '2'];
  const child = sweep(8_000, ...argv);
  const done = ended(child);
  while (!readdirSync(folder).includes('rows.csv') || readFileSync(file).length < 10_000) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill('SIGINT');
  const { code, stderr } = await done;
  expect(code).toBe(130);
  expect(stderr).toMatch(/^interrupted after \d+ of 8001 points; --resume goes on\n$/);
  expect(readFileSync(file, 'utf8')).toMatch(/\r\n$/);
  expect(await ended(sweep(8_000, ...argv, '--resume'))).toMatchObject({ code: 0 });
  const whole = await ended(sweep(8_000, '--format', 'csv'));
  expect(readFileSync(file, 'utf8')).toBe(whole.stdout);
});

it('goes on after SIGKILL', async () => {
  const file = inFolder('killed.ndjson');
  const child = sweep(2000, '-o', file);
  const done = ended(child);
  while (!readdirSync(folder).includes('killed.ndjson') || readFileSync(file).length < 1000) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill('SIGKILL');
  await done;
  expect(await ended(sweep(2000, '-o', file, '--resume'))).toMatchObject({ code: 0 });
  expect(readFileSync(file, 'utf8')).toBe((await ended(sweep(2000, '--format', 'ndjson'))).stdout);
});

it('leaves nothing of a Parquet file on Ctrl-C', async () => {
  const child = sweep(50_000, '-o', inFolder('rows.parquet'));
  const done = ended(child);
  while (!readdirSync(folder).some((name) => name.startsWith('.rows.parquet'))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill('SIGINT');
  expect(await done).toMatchObject({ code: 130 });
  expect(readdirSync(folder).filter((name) => name.includes('parquet'))).toEqual([]);
});

it('is quiet and stops when the reader of rows goes away', async () => {
  const child = sweep(1_000_000, '--format', 'ndjson', '--jobs', '2');
  const done = ended(child);
  child.stdout?.once('data', () => child.stdout?.destroy());
  expect(await done).toMatchObject({ code: 0, stderr: '' });
});

it('searches with threads what it searches with one', async () => {
  const argv = [
    'search',
    'configs/h100-2-nodes.yaml',
    '--wide',
    '--set',
    'workload.global_batch=8',
    '--format',
    'json',
  ];
  const plansOf = async (...more: readonly string[]) => JSON.parse((await ended(start(...argv, ...more))).stdout).plans;
  expect(await plansOf('--jobs', '2')).toEqual(await plansOf());
});
