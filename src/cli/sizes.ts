import { badUsage } from '../diagnostics/messages/usage.ts';
import { quote } from '../diagnostics/printable.ts';
import { UsageError } from './usage-error.ts';

/** nccl-tests reads K, M, G as powers of 1024; KB, MB, GB are powers of 1000 here as everywhere in this tool. */
const units: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  K: 1024,
  M: 1024 ** 2,
  G: 1024 ** 3,
  T: 1024 ** 4,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
};

const maxPoints = 1000;

/**
 * Message sizes in bytes: `8..16G` doubles from the first to the last, `1M,64M` is a list.
 *
 * @throws UsageError
 */
export function parseSizes(text: string): readonly number[] {
  const range = /^(.+)\.\.(.+)$/.exec(text);
  if (range === null) {
    const parts = text.split(',');
    if (parts.length > maxPoints) throw wrong(text, `has more than ${maxPoints} sizes`);
    return parts.map((part) => sizeOf(part.trim(), text));
  }
  const [first, last] = [sizeOf(range[1] ?? '', text), sizeOf(range[2] ?? '', text)];
  if (last < first) throw wrong(text, 'ends before it starts');
  const sizes: number[] = [];
  for (let size = first; size <= last; size *= 2) sizes.push(size);
  return sizes;
}

function sizeOf(text: string, whole: string): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(text) ?? [];
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  const bytes = Number(digits) * (factor ?? Number.NaN);
  if (digits === '' || !Number.isSafeInteger(bytes) || bytes < 1) {
    throw wrong(whole, `has ${quote(text)}, which is no size in whole bytes`);
  }
  return bytes;
}

const wrong = (text: string, why: string): UsageError =>
  new UsageError(badUsage(`--sizes ${quote(text)} ${why}`, 'write 8..16G to double, or a list such as 1M,64M,1G'));
