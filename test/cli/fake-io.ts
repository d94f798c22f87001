import type { Io } from '../../src/cli/io.ts';
import { run } from '../../src/cli/run.ts';

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What was committed, by path. */
  readonly written: Readonly<Record<string, string>>;
}

export interface World {
  readonly files?: Readonly<Record<string, string>>;
  /** Files that are not text in UTF-8. */
  readonly binary?: Readonly<Record<string, Uint8Array>>;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly terminal?: { readonly stdout?: boolean; readonly stderr?: boolean };
  readonly signal?: AbortSignal;
  /** Paths that cannot be opened for writing. */
  readonly locked?: readonly string[];
  readonly io?: Partial<Io>;
}

const failure = (code: string): Error => Object.assign(new Error(code), { code });

/** Runs the command in a world made of values. */
export async function cli(argv: readonly string[], world: World = {}): Promise<Outcome> {
  const [stdout, stderr] = [[] as string[], [] as string[]];
  const written: Record<string, string> = {};
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const io: Io = {
    stdout: {
      isTTY: world.terminal?.stdout ?? false,
      write: (text) => void stdout.push(text),
      drained: async () => undefined,
    },
    stderr: {
      isTTY: world.terminal?.stderr ?? false,
      write: (text) => void stderr.push(text),
      drained: async () => undefined,
    },
    env: world.env ?? {},
    files: {
      read: (path) => {
        const raw = world.binary?.[path];
        if (raw !== undefined) return raw;
        const text = world.files?.[path];
        if (text === undefined) throw failure('ENOENT');
        return bytes(text);
      },
      lines: async function* (path) {
        const text = written[path] ?? world.files?.[path];
        if (text === undefined) throw failure('ENOENT');
        yield* text.split(/(?<=\n)/);
      },
      grow: async (path, keepBytes) => {
        if (world.locked?.includes(path)) throw failure('EACCES');
        const old = bytes(written[path] ?? world.files?.[path] ?? '');
        written[path] = new TextDecoder().decode(old.subarray(0, keepBytes));
        return {
          write: async (text) => {
            written[path] += text;
          },
          close: async () => undefined,
        };
      },
      open: async (path) => {
        if (world.locked?.includes(path)) throw failure('EACCES');
        let pending = '';
        return {
          write: async (text) => {
            pending += text;
          },
          commit: async () => {
            written[path] = pending;
          },
          discard: async () => undefined,
        };
      },
    },
    signal: world.signal ?? new AbortController().signal,
    readStdin: async () => bytes(world.stdin ?? ''),
    ...world.io,
  };
  const exitCode = await run(argv, io);
  return { exitCode, stdout: stdout.join(''), stderr: stderr.join(''), written };
}
