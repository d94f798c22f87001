import type { Io } from '../../src/cli/io.ts';
import { run } from '../../src/cli/run.ts';

export interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The whole command in process, on files in memory, no terminal, no environment. */
export async function runInMemory(
  argv: readonly string[],
  files: Readonly<Record<string, string | Uint8Array>>,
  stdin = '',
): Promise<Run> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const missing = (path: string): never => {
    throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
  };
  const io: Io = {
    stdout: { isTTY: false, write: (text) => void stdout.push(text), drained: async () => undefined },
    stderr: { isTTY: false, write: (text) => void stderr.push(text), drained: async () => undefined },
    env: {},
    files: {
      read: (path) => {
        const file = files[path.replace(/^\.\//, '')] ?? missing(path);
        return typeof file === 'string' ? new TextEncoder().encode(file) : file;
      },
      open: async (path) => missing(path),
      grow: async (path) => missing(path),
      lines: (path) => missing(path),
      seek: async (path) => missing(path),
    },
    signal: new AbortController().signal,
    readStdin: async () => new TextEncoder().encode(stdin),
  };
  const exitCode = await run(argv, io);
  return { exitCode, stdout: stdout.join(''), stderr: stderr.join('') };
}
