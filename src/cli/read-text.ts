import { unreadableFile } from '../diagnostics/messages/text.ts';
import { fileProblem } from './file-problem.ts';
import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';

/** What diagnostics call standard input. */
export const stdinName = '<stdin>';

/** @param path `-` is standard input
 *  @throws UsageError when it cannot be read */
export async function readBytes(path: string, io: Io): Promise<Uint8Array> {
  try {
    return path === '-' ? await io.readStdin() : await io.files.read(path);
  } catch (error) {
    const name = path === '-' ? stdinName : path;
    throw new UsageError(unreadableFile({ path: '' }, name, fileProblem(error)));
  }
}

export const readText = async (path: string, io: Io): Promise<string> =>
  new TextDecoder().decode(await readBytes(path, io));
