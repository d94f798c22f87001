import type { Io } from '../../src/cli/io.ts';
import { run } from '../../src/cli/run.ts';

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What was committed, by path. */
  readonly written: Readonly<Record<string, string>>;
  /** Of that, files that are no text. */
  readonly binary: Readonly<Record<string, Uint8Array>>;
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
  const binary: Record<string, Uint8Array> = {};
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
      seek: async (path) => {
        const whole = world.binary?.[path];
        if (whole === undefined) throw failure('ENOENT');
        return {
          byteLength: whole.length,
          slice: async (start, end) => new Uint8Array(whole.slice(start, end)).buffer,
          close: async () => undefined,
        };
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
        const pending: Uint8Array[] = [];
        let raw = false;
        return {
          write: async (content) => {
            raw ||= typeof content !== 'string';
            pending.push(typeof content === 'string' ? bytes(content) : content);
          },
          commit: async () => {
            const whole = Buffer.concat(pending);
            if (raw) binary[path] = whole;
            else written[path] = whole.toString();
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
  return { exitCode, stdout: stdout.join(''), stderr: stderr.join(''), written, binary };
}
