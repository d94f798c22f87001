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
  // Option -C times on the host.
  const time = numberOf(value['time'] ?? value['cpu_time']);
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
  // A run that measured one half leaves the other null.
  const [first, second] = [halfOf(value['out_of_place']), halfOf(value['in_place'])];
  const [outOfPlace, inPlace] = [first ?? second, second ?? first];
  if (bytes === null || count === null || outOfPlace === null || inPlace === null) return null;
  if (typeof type !== 'string' || !Object.hasOwn(ELEMENT_BYTES, type)) return null;
  const reduction = typeof value['redop'] === 'string' ? value['redop'] : null;
  return { bytes, count, type, reduction, outOfPlace, inPlace, line: index + 1 };
}

/** What the file of option -J says besides its rows. */
export interface JsonLog {
  /** `line` counts results from 1. */
  readonly rows: readonly LogRow[];
  /** null: the list of devices is missing or does not fit. */
  readonly ranks: number | null;
  readonly hosts: number | null;
  readonly gpuNames: readonly string[];
  readonly ncclVersion: string | null;
}

/** Reads what `-J file.json` writes (nccl-tests 2.19, src/util.cu), or null where the text is not such a file. */
export function parseJsonLog(text: string): JsonLog | null {
  if (!text.trimStart().startsWith('{')) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(parsed) || !Array.isArray(parsed['results'])) return null;
  const rows = parsed['results'].map(rowOf).filter((row) => row !== null);
  const config = isObject(parsed['config']) ? parsed['config'] : {};
  const listed = config['devices'] ?? parsed['devices'];
  const devices = Array.isArray(listed) ? listed.filter(isObject) : [];
  const texts = (key: string): string[] => [
    ...new Set(devices.map((device) => device[key]).filter((value): value is string => typeof value === 'string')),
  ];
  // The list has one device a process; each drives threads x GPUs of them.
  const each = (numberOf(config['nthreads']) ?? 1) * (numberOf(config['ngpus']) ?? 1);
  const ranks = devices.length === 0 || !Number.isInteger(each) || each < 1 ? null : devices.length * each;
  return {
    rows,
    ranks,
    hosts: devices.length === 0 ? null : texts('hostname').length,
    gpuNames: texts('device_info'),
    ncclVersion: versionOf(numberOf(parsed['nccl_version'])),
  };
}

/** 22809 is 2.28.9 (nccl.h, NCCL_VERSION); before 2.9 it was four digits. */
function versionOf(code: number | null): string | null {
  if (code === null || code < 1000) return null;
  const major = code < 10_000 ? 1000 : 10_000;
  return `${Math.floor(code / major)}.${Math.floor((code % major) / 100)}.${code % 100}`;
}
