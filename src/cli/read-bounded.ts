/**
 * Reads until `maxBytes` are exceeded, so that an endless pipe or device cannot fill the memory. A result longer than
 * `maxBytes` means that there was more.
 */
export async function readBounded(source: AsyncIterable<Uint8Array | string>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
    chunks.push(bytes);
    length += bytes.length;
    if (length > maxBytes) break;
  }
  return Buffer.concat(chunks);
}
