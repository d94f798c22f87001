// `fs.promises` loads when it is first used, `node:fs/promises` at start.
import { closeSync, constants, createReadStream, openSync, promises, readSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Files, GrowingFile, PendingFile, SeekableFile } from './io.ts';

const chunkBytes = 64 * 1024;

export const nodeFiles: Files = {
  read: readBounded,
  lines: readLines,
  grow,
  seek,
  open: async (path) => {
    const existing = await promises.stat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (existing === null) return replacing(path, null);
    if (existing.isDirectory()) throw Object.assign(new Error('is a directory'), { code: 'EISDIR' });
    await promises.access(path, constants.W_OK);
    return existing.isFile() ? replacing(await promises.realpath(path), existing.mode) : direct(path);
  },
};

/** Stops soon after `maxBytes`: a device may never end. */
function readBounded(path: string, maxBytes: number): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const chunks: Uint8Array[] = [];
    let length = 0;
    while (length <= maxBytes) {
      const chunk = new Uint8Array(chunkBytes);
      const read = readSync(file, chunk);
      if (read === 0) break;
      chunks.push(chunk.subarray(0, read));
      length += read;
    }
    return Buffer.concat(chunks);
  } finally {
    closeSync(file);
  }
}

/** Written beside the target and renamed, so that a reader sees the old file or the whole new one. */
async function replacing(path: string, mode: number | null): Promise<PendingFile> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  const file = await promises.open(temporary, 'wx');
  let open_ = true;
  const close = async () => {
    if (open_) await file.close();
    open_ = false;
  };
  return {
    write: (content) => file.writeFile(content),
    commit: async () => {
      await close();
      if (mode !== null) await promises.chmod(temporary, mode);
      await promises.rename(temporary, path);
    },
    discard: async () => {
      await close();
      await promises.rm(temporary, { force: true });
    },
  };
}

/** A device or a named pipe must not be replaced by a file. */
async function direct(path: string): Promise<PendingFile> {
  const file = await promises.open(path, 'w');
  let open_ = true;
  const close = async () => {
    if (open_) await file.close();
    open_ = false;
  };
  return { write: (content) => file.writeFile(content), commit: close, discard: close };
}

async function grow(path: string, keepBytes?: number): Promise<GrowingFile> {
  const file = await promises.open(path, 'a');
  if (keepBytes !== undefined) await file.truncate(keepBytes);
  return { write: (text) => file.appendFile(text), close: () => file.close() };
}

async function* readLines(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
    const lines = (rest + String(chunk)).split(/(?<=\n)/);
    rest = lines.at(-1)?.endsWith('\n') === true ? '' : (lines.pop() ?? '');
    yield* lines;
  }
  if (rest !== '') yield rest;
}

async function seek(path: string): Promise<SeekableFile> {
  const file = await promises.open(path, 'r');
  const { size } = await file.stat();
  return {
    byteLength: size,
    slice: async (start, end) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
      await file.read(bytes, 0, bytes.length, start);
      return bytes.buffer;
    },
    close: () => file.close(),
  };
}
