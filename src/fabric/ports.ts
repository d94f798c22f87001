/** Ports of one switch facing down and up. */
export interface PortSplit {
  readonly down: number;
  readonly up: number;
}

/** A port mode of a switch, with the cages it has in all. */
export interface PortMode {
  readonly ports: number;
  readonly breakout: number;
}

const EXACT = 1e-9;

/**
 * Splits `ports` so that down : up is `ratio`. 1 takes half each way. Otherwise exactly, the largest power of two facing up
 * that fits (64 ports at 2:1: 32 down, 16 up; at 7:1: 56 and 8), else the largest count facing up that fits; else, where no
 * count is exact (7.3:1), the nearest ratio, of equals the one that uses most ports. null: the ratio is out of reach of one
 * switch.
 */
export function splitPorts(ports: number, ratio: number): PortSplit | null {
  const half = Math.floor(ports / 2);
  if (ratio === 1) return half >= 1 ? { down: half, up: half } : null;
  if (ratio > ports - 1 || ratio < 1 / (ports - 1)) return null;
  const largest = Math.floor(ports / (1 + ratio) + EXACT);
  const isExact = (up: number): boolean => {
    const down = up * ratio;
    return down >= 1 - EXACT && Math.abs(down - Math.round(down)) < EXACT * ports;
  };
  const split = (up: number): PortSplit => ({ down: Math.round(up * ratio), up });
  for (let up = 2 ** Math.floor(Math.log2(Math.max(1, largest))); up >= 1; up /= 2) if (isExact(up)) return split(up);
  for (let up = largest; up >= 1; up--) if (isExact(up)) return split(up);
  let best: PortSplit | null = null;
  let bestError = Number.POSITIVE_INFINITY;
  for (let up = Math.min(ports - 1, largest + 1); up >= 1; up--) {
    const down = Math.min(ports - up, Math.max(1, Math.round(up * ratio)));
    const error = Math.abs(down / (up * ratio) - 1);
    if (error < bestError - EXACT) [best, bestError] = [{ down, up }, error];
  }
  return best;
}

/**
 * The same for ports of two rates: cages are shared out, then counted in each side's mode. `ratio` is of bandwidth.
 */
export function splitModes(
  down: PortMode,
  downBytesPerS: number,
  up: PortMode,
  upBytesPerS: number,
  ratio: number,
): PortSplit | null {
  if (down.ports === up.ports) return splitPorts(down.ports, (ratio * upBytesPerS) / downBytesPerS);
  const cages = Math.min(down.ports / down.breakout, up.ports / up.breakout);
  const perCage = (ratio * upBytesPerS * up.breakout) / (downBytesPerS * down.breakout);
  const split = splitPorts(cages, Math.abs(perCage - 1) < EXACT ? 1 : perCage);
  return split === null ? null : { down: split.down * down.breakout, up: split.up * up.breakout };
}

/** Whether a split fits the cages of a switch. */
export const fitsCages = (split: PortSplit, down: PortMode, up: PortMode): boolean =>
  Math.ceil(split.down / down.breakout) + Math.ceil(split.up / up.breakout) <=
  Math.max(down.ports / down.breakout, up.ports / up.breakout) + EXACT;

/**
 * Switches above a tier by the equal-cable rule: every switch below has the same number of cables to each, so the count
 * divides its uplinks. null: no divisor is large enough, the tier does not close. Source: fabric reference, section 3;
 * reproduces the two-tier tables of NVIDIA's SuperPOD architectures.
 */
export function equalCableCount(below: number, uplinks: number, portsAbove: number): number | null {
  const need = Math.max(1, Math.ceil((below * uplinks) / portsAbove));
  for (let count = need; count <= uplinks; count++) if (uplinks % count === 0) return count;
  return null;
}
