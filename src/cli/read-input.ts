import { unreadableFile } from '../diagnostics/messages/text.ts';
import { fileProblem } from './file-problem.ts';
import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';

/** What diagnostics call standard input. */
export const stdinName = '<stdin>';

/** What diagnostics call an input: `-` is standard input. */
export const inputName = (path: string): string => (path === '-' ? stdinName : path);

/**
 * @param path `-` is standard input
 * @throws UsageError when it cannot be read
 */
export async function readInput(path: string, io: Io, maxBytes: number): Promise<Uint8Array> {
  try {
    return path === '-' ? await io.readStdin(maxBytes) : io.files.read(path, maxBytes);
  } catch (error) {
    throw new UsageError(unreadableFile({ path: '' }, inputName(path), fileProblem(error)));
  }
}
