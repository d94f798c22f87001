import { closeSync, existsSync, openSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cli } from './fake-io.ts';
import { ended, start, startFrom, startInto } from './process.ts';

const long = ['catalog', '--format', 'json'];

it('sends more than a pipe holds, whole, also to a slow reader', async () => {
  const child = start(...long);
  child.stdout.pause();
  setTimeout(() => child.stdout.resume(), 300);
  const { code, stdout, stderr } = await ended(child);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.length).toBeGreaterThan(2 * 65_536);
  expect(Buffer.from(stdout, 'latin1').toString('utf8')).toBe((await cli(long)).stdout);
});

it('is quiet when the reader goes away', async () => {
  const child = start(...long);
  const done = ended(child);
  child.stdout.once('data', () => child.stdout.destroy());
  const { code, stderr } = await done;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

it
  .skipIf(!existsSync('/dev/full'))
  .each([[['catalog']], [['analyze', 'configs/minimal.yaml', '--explain', 'training.mfu']]])(
  'says once that standard output cannot be written: %j',
  async (argv) => {
    const full = openSync('/dev/full', 'w');
    const child = startInto(full, ...argv);
    const { code, stderr } = await ended(child);
    closeSync(full);
    expect(code).toBe(2);
    expect(stderr.match(/error\[FP403\]: cannot write "<stdout>": the disk is full/g)).toHaveLength(1);
    expect(stderr).not.toMatch(/node:|\bat .*:\d+/);
  },
);

it('does not take a directory for an empty standard input', async () => {
  const folder = openSync('/', 'r');
  const child = startFrom(folder, 'analyze', '-');
  const { code, stderr } = await ended(child);
  closeSync(folder);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('is a directory') });
});

it('ends with 130 on Ctrl-C', async () => {
  const child = start('render', '-');
  const done = ended(child);
  // More than the pipe holds: once it is gone the program is reading, and listens to signals.
  await new Promise((resolve) => child.stdin.write(' '.repeat(4 * 1024 ** 2), resolve));
  child.kill('SIGINT');
  const { code, stdout } = await done;
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
});
