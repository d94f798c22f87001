import { leastTimeS } from '../../spec/measurement-limits.ts';

/** One half of a row of nccl-tests: out of place or in place. */
export interface Half {
  readonly timeS: number;
  /** Bytes/s as printed (rounded by the tool). */
  readonly algorithmBytesPerS: number;
  readonly busBytesPerS: number;
  /** Wrong values; null where validation was off or does not apply. */
  readonly wrong: number | null;
}

export interface LogRow {
  readonly bytes: number;
  readonly count: number;
  readonly type: string;
  /** sum, none, ...; null where the build prints none. */
  readonly reduction: string | null;
  readonly outOfPlace: Half;
  readonly inPlace: Half;
  /** Line of the file, from 1. */
  readonly line: number;
}

/** Element sizes in bytes of the types nccl-tests prints. */
export const ELEMENT_BYTES: Readonly<Record<string, number>> = {
  int8: 1,
  uint8: 1,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  half: 2,
  float: 4,
  double: 8,
  bfloat16: 2,
  f8e4m3: 1,
  f8e5m2: 1,
  fp8_e4m3: 1,
  fp8_e5m2: 1,
};

const MICROSECOND = 1e-6;
const GIGABYTE = 1e9;
/** size, count, type, then [reduction] [root] and two halves of four (or eight with `-I` statistics) columns. */
const HALF_COLUMNS = [8, 4] as const;
/** Time, algorithm and bus bandwidth, errors. */
const HALF_WIDTH = 4;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const BEGINNING = new RegExp(`^[^a-z]*?\\s*\\d+\\s+\\d+\\s+(${Object.keys(ELEMENT_BYTES).join('|')})\\b`);

function half(tokens: readonly string[]): Half | null {
  const [time, algorithm, bus, wrong] = tokens;
  if (time === undefined || algorithm === undefined || bus === undefined || wrong === undefined) return null;
  if (![time, algorithm, bus].every((token) => NUMBER.test(token))) return null;
  if (wrong !== 'N/A' && !NUMBER.test(wrong)) return null;
  return {
    timeS: Number(time) * MICROSECOND,
    algorithmBytesPerS: Number(algorithm) * GIGABYTE,
    busBytesPerS: Number(bus) * GIGABYTE,
    wrong: wrong === 'N/A' ? null : Number(wrong),
  };
}

/**
 * Reads one line as a row, or returns null. Launcher prefixes (`0: `, `[0]`, `[1,0]<stdout>:`), timestamps before the
 * row, missing reduction or root columns, `N/A`, scientific notation and extra statistics columns are all accepted.
 */
export function parseRow(text: string, line: number): LogRow | null {
  const stripped = text.replace(/^\s*(\[\d+(,\d+)?\](<std(out|err)>)?:?|\d+:(?=\s))\s*/, '');
  const tokens = stripped.trim().split(/\s+/);
  const typeAt = tokens.findIndex((token) => Object.hasOwn(ELEMENT_BYTES, token));
  const bytes = tokens[typeAt - 2];
  const count = tokens[typeAt - 1];
  const type = tokens[typeAt];
  if (typeAt < 2 || bytes === undefined || count === undefined || type === undefined) return null;
  if (!/^\d+$/.test(bytes) || !/^\d+$/.test(count)) return null;
  const rest = tokens.slice(typeAt + 1);
  const words = rest.length >= 2 && rest[0] !== undefined && !NUMBER.test(rest[0]) ? 1 : 0;
  for (const columns of HALF_COLUMNS) {
    for (const named of [words + 1, words]) {
      const out = half(rest.slice(named, named + 4));
      const second = half(rest.slice(named + columns, named + columns + 4));
      if (out === null || second === null || rest.length < named + 2 * columns) continue;
      if (named > words && !/^-?\d+$/.test(rest[words] ?? '')) continue;
      return {
        bytes: Number(bytes),
        count: Number(count),
        type,
        reduction: words === 1 ? (rest[0] ?? null) : null,
        outOfPlace: out,
        inPlace: second,
        line,
      };
    }
  }
  return onlyHalf(rest, words, { bytes: Number(bytes), count: Number(count), type, line });
}

/** No memory of a GPU is as fast; the fastest of the catalog reach 8 TB/s. */
const ANY_MEMORY_BYTES_PER_S = 20e12;

/** Why the times of a row cannot be times of its size; null where they can. */
export function defectOf({ bytes, outOfPlace, inPlace, line }: LogRow): string | null {
  if (bytes === 0) return null;
  const timeS = Math.min(outOfPlace.timeS, inPlace.timeS);
  if (timeS >= leastTimeS(bytes, 2, ANY_MEMORY_BYTES_PER_S)) return null;
  const printedUs = Number((timeS / MICROSECOND).toPrecision(6));
  return `line ${line}: ${bytes} bytes in ${printedUs} us cannot be, and the row is left out`;
}

/** Whether a line begins as a row does, whatever follows: size, count and type. */
export const beginsAsRow = (text: string): boolean => BEGINNING.test(text);

/**
 * A row whose other half is missing: the line was cut after the first, or the run measured one (replay of a trace). That half
 * stands for both.
 */
function onlyHalf(
  rest: readonly string[],
  words: number,
  facts: Pick<LogRow, 'bytes' | 'count' | 'type' | 'line'>,
): LogRow | null {
  const given = half(rest.slice(-HALF_WIDTH));
  const names = rest.slice(0, -HALF_WIDTH);
  const named = names.length === words || (names.length === words + 1 && /^-?\d+$/.test(names[words] ?? ''));
  if (given === null || !named) return null;
  return { ...facts, reduction: words === 1 ? (rest[0] ?? null) : null, outOfPlace: given, inPlace: given };
}
