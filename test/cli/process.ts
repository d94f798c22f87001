import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('./entry.mjs', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Starts the command as a process of its own, from the sources. */
export const start = (...args: readonly string[]) =>
  spawn(process.execPath, [entry, ...args], { cwd: root, env: { PATH: process.env['PATH'] } });

/** The same with standard output or input on an open file. */
export const startInto = (stdout: number, ...args: readonly string[]) => onFiles('ignore', stdout, args);
export const startFrom = (stdin: number, ...args: readonly string[]) => onFiles(stdin, 'pipe', args);

const onFiles = (stdin: number | 'ignore', stdout: number | 'pipe', args: readonly string[]) =>
  spawn(process.execPath, [entry, ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'] },
    stdio: [stdin, stdout, 'pipe'],
  });

type Child = Pick<ChildProcess, 'on' | 'stdout' | 'stderr'>;

/** Waits for the end; `stdout` counts the bytes that arrived. */
export async function ended(child: Child): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('latin1');
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}
