import { fstatSync, type Stats } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { printableLines } from '../diagnostics/printable.ts';
import type { Io, OutputStream } from './io.ts';
import { nodeFiles } from './node-files.ts';
import { readBounded } from './read-bounded.ts';

/** The outside world of a real process. */
export function nodeIo(process: NodeJS.Process, signal: AbortSignal): Io {
  return {
    stdout: outputStream(process.stdout),
    stderr: outputStream(process.stderr),
    env: process.env,
    files: nodeFiles,
    signal,
    readStdin: (maxBytes) => readStdin(process, maxBytes),
    threads: async () => {
      const { threadsOf } = await import('./node-threads.ts');
      return threadsOf(process.argv[1] ?? '');
    },
  };
}

async function readStdin(process: NodeJS.Process, maxBytes: number): Promise<Uint8Array> {
  // Node reads a directory as an empty stream.
  if (statOf(process.stdin.fd)?.isDirectory() === true) throw Object.assign(new Error(), { code: 'EISDIR' });
  return readBounded(process.stdin as Readable, maxBytes);
}

function statOf(fd: number): Stats | null {
  try {
    return fstatSync(fd);
  } catch {
    return null;
  }
}

const outputStream = (stream: Writable & { readonly isTTY?: boolean }): OutputStream => ({
  isTTY: stream.isTTY === true,
  get gone() {
    return !stream.writable;
  },
  write: (text) => {
    // Names of files and what logs hold reach the screen; they must not move its cursor.
    if (stream.writable) stream.write(printableLines(text));
  },
  drained: () =>
    new Promise((resolve) => {
      if (!stream.writable || !stream.writableNeedDrain) return resolve();
      const done = (): void => {
        for (const event of ['drain', 'close', 'error']) stream.off(event, done);
        resolve();
      };
      for (const event of ['drain', 'close', 'error']) stream.on(event, done);
    }),
});
