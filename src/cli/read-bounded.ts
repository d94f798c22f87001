/** Larger than any spec or saved result; an endless pipe or device must not fill the memory. */
export const maxInputBytes = 64 * 1024 ** 2;

/** @throws Error when the source holds more than `maxInputBytes` */
export async function readBounded(source: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of source) {
    const buffer = Buffer.from(chunk as Uint8Array);
    length += buffer.length;
    if (length > maxInputBytes) throw new Error(`larger than ${maxInputBytes / 1024 ** 2} MiB`);
    chunks.push(buffer);
  }
  return Buffer.concat(chunks);
}
