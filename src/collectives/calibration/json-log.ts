import { ELEMENT_BYTES, type Half, type LogRow } from './row.ts';

const MICROSECOND = 1e-6;
const GIGABYTE = 1e9;

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A number, or a text that reads as one: builds differ. */
function numberOf(value: unknown): number | null {
  const parsed =
    typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(parsed) ? parsed : null;
}

function halfOf(value: unknown): Half | null {
  if (!isObject(value)) return null;
  const time = numberOf(value['time']);
  const algorithm = numberOf(value['alg_bw']);
  const bus = numberOf(value['bus_bw']);
  if (time === null || algorithm === null || bus === null) return null;
  return {
    timeS: time * MICROSECOND,
    algorithmBytesPerS: algorithm * GIGABYTE,
    busBytesPerS: bus * GIGABYTE,
    wrong: numberOf(value['nwrong']),
  };
}

function rowOf(value: unknown, index: number): LogRow | null {
  if (!isObject(value)) return null;
  const bytes = numberOf(value['size']);
  const count = numberOf(value['count']);
  const type = value['type'];
  const outOfPlace = halfOf(value['out_of_place']);
  const inPlace = halfOf(value['in_place']) ?? outOfPlace;
  if (bytes === null || count === null || outOfPlace === null || inPlace === null) return null;
  if (typeof type !== 'string' || !Object.hasOwn(ELEMENT_BYTES, type)) return null;
  const reduction = typeof value['redop'] === 'string' ? value['redop'] : null;
  return { bytes, count, type, reduction, outOfPlace, inPlace, line: index + 1 };
}

/** Rows of what `-J file.json` writes, or null where the text is not such a file. `line` counts results from 1. */
export function parseJsonRows(text: string): readonly LogRow[] | null {
  if (!text.trimStart().startsWith('{')) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const results = isObject(parsed) ? parsed['results'] : undefined;
  if (!Array.isArray(results)) return null;
  return results.map(rowOf).filter((row) => row !== null);
}
