import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFiles } from '../../src/cli/node-files.ts';

describe('files', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fabricplan-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('show nothing under the name before commit, then the whole text', async () => {
    const path = join(folder, 'r.json');
    const file = await nodeFiles.open(path);
    await file.write('text');
    expect(readdirSync(folder)).not.toContain('r.json');
    await file.commit();
    expect(readFileSync(path, 'utf8')).toBe('text');
    expect(readdirSync(folder)).toEqual(['r.json']);
  });

  it('leave nothing behind when discarded, and the old file as it was', async () => {
    const path = join(folder, 'r.json');
    writeFileSync(path, 'old');
    const file = await nodeFiles.open(path);
    await file.write('new');
    await file.discard();
    expect(readdirSync(folder)).toEqual(['r.json']);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  it('keep the mode of a file and the target of a link', async () => {
    const [path, link] = [join(folder, 'r.json'), join(folder, 'link.json')];
    writeFileSync(path, 'old');
    chmodSync(path, 0o640);
    symlinkSync(path, link);
    const file = await nodeFiles.open(link);
    await file.write('new');
    await file.commit();
    await file.discard();
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).sort()).toEqual(['link.json', 'r.json']);
  });

  it('do not replace a device by a file', async () => {
    const file = await nodeFiles.open('/dev/null');
    await file.write('x');
    await file.commit();
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it.each([
    ['a missing folder', 'no/such/r.json', 'ENOENT'],
    ['a folder', '.', 'EISDIR'],
    ['a file as folder', 'f/r.json', 'ENOTDIR'],
  ])('refuse %s when they are opened', async (_, name, code) => {
    writeFileSync(join(folder, 'f'), '');
    await expect(nodeFiles.open(join(folder, name))).rejects.toMatchObject({ code });
  });

  it('stop reading soon after the limit, even where there is no end', () => {
    const bytes = nodeFiles.read('/dev/zero', 1000);
    expect(bytes.length).toBeGreaterThan(1000);
    expect(bytes.length).toBeLessThan(1_000_000);
  });

  it('read a file whole', () => {
    writeFileSync(join(folder, 'long'), 'x'.repeat(200_000));
    expect(nodeFiles.read(join(folder, 'long'), 1_000_000).length).toBe(200_000);
  });
});
