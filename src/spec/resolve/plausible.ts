import { badQuantity, outOfRange } from '../../diagnostics/messages/schema.ts';
import { DIMENSIONS, type Dimension } from '../../units/dimensions.ts';
import { parseQuantity } from '../../units/quantity.ts';
import { isMapping, valueAt } from '../load/path.ts';
import { keysOf, type Resolving } from './resolving.ts';

/**
 * What a real part can have, with a thousandfold margin. Beyond it a number was mistyped, had another unit in mind
 * (`bandwidth: 400` meant 400 Gb/s), or would leave the range of exact arithmetic.
 */
interface Plausible {
  readonly dimension: Dimension;
  /** In the base unit of the dimension; 0 itself is left to the schema. */
  readonly least: number;
  readonly most: number;
  /** What a plain number too small to be true was meant in. */
  readonly meant?: string;
}

const BANDWIDTH: Plausible = { dimension: 'bandwidth', least: 1e6, most: 1e17 };
const MEMORY: Plausible = { dimension: 'bytes', least: 1e6, most: 1e17 };
const LATENCY: Plausible = { dimension: 'time', least: 0, most: 1 };
const PEAK: Plausible = { dimension: 'compute', least: 1e9, most: 1e21 };
const POWER: Plausible = { dimension: 'power', least: 0, most: 1e9 };
const MONEY: Plausible = { dimension: 'money', least: 0, most: 1e12 };
const COUNT: Plausible = { dimension: 'count', least: 0, most: 2 ** 20 };

/** Keys of devices whose names tell no unit. */
const DEVICE: Readonly<Record<string, Plausible>> = {
  'peak.fp32': PEAK,
  'peak.tf32': PEAK,
  'peak.bf16': PEAK,
  'peak.fp8': PEAK,
  'peak.fp4': PEAK,
  memory: MEMORY,
  memory_bandwidth: BANDWIDTH,
  'scale_up.bandwidth': BANDWIDTH,
  'scale_up.domain': COUNT,
  multiprocessors: COUNT,
  bandwidth: BANDWIDTH,
  ports: COUNT,
  port_bandwidth: BANDWIDTH,
  latency: LATENCY,
  power: POWER,
  idle_power: POWER,
  max_power: POWER,
  price: MONEY,
  rent: MONEY,
};

/** Reports every number of an inline device that no real one has. */
export function checkDevice(resolving: Resolving, device: string): boolean {
  return all(Object.entries(DEVICE).map(([field, plausible]) => check(resolving, `${device}.${field}`, plausible)));
}

export const checkBandwidth = (resolving: Resolving, path: string): boolean => check(resolving, path, BANDWIDTH);
export const checkMemory = (resolving: Resolving, path: string): boolean => check(resolving, path, MEMORY);
export const checkMoney = (resolving: Resolving, path: string): boolean => check(resolving, path, MONEY);

const TOKENS: Plausible = { dimension: 'tokens', least: 1, most: 1e18 };
export const checkTokens = (resolving: Resolving, path: string): boolean => check(resolving, path, TOKENS);

const FACILITY: Plausible = { dimension: 'power', least: 1e3, most: 1e13, meant: 'MW' };
export const checkFacility = (resolving: Resolving, path: string): boolean => check(resolving, path, FACILITY);

const all = (results: readonly boolean[]): boolean => results.every((ok) => ok);

function check(resolving: Resolving, path: string, plausible: Plausible): boolean {
  const raw = valueAt(resolving.document.data, keysOf(path));
  if (isMapping(raw)) return all(Object.keys(raw).map((key) => check(resolving, `${path}.${key}`, plausible)));
  if (typeof raw !== 'number' && typeof raw !== 'string') return true;
  const { dimension, least, most, meant } = plausible;
  const parsed = parseQuantity(raw, dimension);
  // What the schema refused is reported already.
  if (!parsed.ok || parsed.value <= 0 || (parsed.value >= least && parsed.value <= most)) return true;
  const { baseUnit, examples } = DIMENSIONS[dimension];
  const where = resolving.at(path);
  if (typeof raw === 'number' && baseUnit !== '') {
    const help = meant !== undefined && parsed.value < least ? `did you mean ${raw} ${meant}?` : `write ${examples}`;
    resolving.report(badQuantity(where, raw, `without a unit means ${raw} ${baseUnit}`, help));
  } else {
    const unit = baseUnit === '' ? '' : ` ${baseUnit}`;
    resolving.report(outOfRange(where, raw, `between ${least} and ${most}${unit}`));
  }
  return false;
}
