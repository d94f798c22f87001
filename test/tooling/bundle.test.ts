import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, statSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Bytes of code a user's Node has to read; a jump means that a package or a table crept in. */
const largestBundleBytes = 1_200_000;

describe('the built command', () => {
  let copy: string;
  const version = () =>
    spawnSync(process.execPath, [join(copy, 'bin/fabricplan.js'), '--version'], { encoding: 'utf8' });

  beforeEach(() => {
    if (!existsSync(join(root, 'dist/cli.cjs'))) throw new Error('run `npm run build` first');
    copy = mkdtempSync(join(tmpdir(), 'fabricplan-'));
    for (const folder of ['bin', 'dist']) cpSync(join(root, folder), join(copy, folder), { recursive: true });
  });
  afterEach(() => rmSync(copy, { recursive: true }));

  it('runs anywhere, without packages beside it', () => {
    const { status, stdout, stderr } = version();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    ['missing', (file: string) => unlinkSync(file)],
    ['cut short', (file: string) => truncateSync(file, 1000)],
    ['empty', (file: string) => truncateSync(file, 0)],
    ['nonsense', (file: string) => writeFileSync(file, 'not a cache')],
  ])('runs with a code cache that is %s', (_, damage) => {
    damage(join(copy, 'dist/cli.cache'));
    expect(version()).toMatchObject({ status: 0, stderr: '' });
  });

  it('stays small', () => {
    expect(statSync(join(root, 'dist/cli.cjs')).size).toBeLessThan(largestBundleBytes);
  });
});
