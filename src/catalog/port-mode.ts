import type { Switch } from './types.ts';

/** Rates are printed rounded: a port that misses a rate by less than this carries it. */
const RATE_TOLERANCE = 1e-3;

/** The slowest port mode of a switch that carries `bytesPerS`; null when no port is fast enough. */
export function modeFor(device: Switch, bytesPerS: number): Switch['modes'][number] | null {
  let best: Switch['modes'][number] | null = null;
  for (const mode of device.modes) {
    if (mode.bytesPerS < bytesPerS * (1 - RATE_TOLERANCE)) continue;
    if (best === null || mode.bytesPerS < best.bytesPerS) best = mode;
  }
  return best;
}

/** Whether a port runs at the rate itself, not faster. */
export const isRate = (portBytesPerS: number, bytesPerS: number): boolean =>
  Math.abs(portBytesPerS / bytesPerS - 1) <= RATE_TOLERANCE;
