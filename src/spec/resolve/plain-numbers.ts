import { badQuantity } from '../../diagnostics/messages/schema.ts';
import { DIMENSIONS } from '../../units/dimensions.ts';
import { valueAt } from '../load/path.ts';
import { keysOf, type Resolving } from './resolving.ts';

interface Plain {
  readonly dimension: 'bandwidth' | 'bytes' | 'time' | 'compute';
  /** No real part lies beyond: a plain number there had another unit in mind. */
  readonly plausible: (value: number) => boolean;
}

const BANDWIDTH: Plain = { dimension: 'bandwidth', plausible: (value) => value >= 1e6 };
const MEMORY: Plain = { dimension: 'bytes', plausible: (value) => value === 0 || value >= 1e6 };
const LATENCY: Plain = { dimension: 'time', plausible: (value) => value < 1 };
const PEAK: Plain = { dimension: 'compute', plausible: (value) => value >= 1e9 };

/** Keys of devices whose names tell no unit. */
const FIELDS: Readonly<Record<string, Plain>> = {
  'peak.fp32': PEAK,
  'peak.tf32': PEAK,
  'peak.bf16': PEAK,
  'peak.fp8': PEAK,
  'peak.fp4': PEAK,
  memory: MEMORY,
  memory_bandwidth: BANDWIDTH,
  'scale_up.bandwidth': BANDWIDTH,
  bandwidth: BANDWIDTH,
  port_bandwidth: BANDWIDTH,
  latency: LATENCY,
};

/** Refuses plain numbers that are no sensible bytes/s, bytes, s or FLOP/s: `bandwidth: 400` meant 400 Gb/s. */
export function checkPlainNumbers(resolving: Resolving, device: string): boolean {
  return Object.entries(FIELDS).every(([field, plain]) => checkPlain(resolving, `${device}.${field}`, plain));
}

export const checkPlainBandwidth = (resolving: Resolving, path: string): boolean =>
  checkPlain(resolving, path, BANDWIDTH);
export const checkPlainMemory = (resolving: Resolving, path: string): boolean => checkPlain(resolving, path, MEMORY);

function checkPlain({ document, report, at }: Resolving, path: string, { dimension, plausible }: Plain): boolean {
  const value = valueAt(document.data, keysOf(path));
  if (typeof value !== 'number' || plausible(value)) return true;
  const { baseUnit, examples } = DIMENSIONS[dimension];
  report(badQuantity(at(path), value, `without a unit means ${value} ${baseUnit}`, `write ${examples}`));
  return false;
}
