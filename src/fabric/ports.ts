import { modeFor } from '../catalog/port-mode.ts';
import type { Switch } from '../catalog/types.ts';

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
 * The ways to split `ports` so that down : up is `ratio`, the one with the most ports down first; none: the ratio is out of
 * reach of one switch. 1 takes half each way. Other ratios come in every exact split that has more than half of the most
 * ports, for a smaller one can be doubled; a ratio without an exact split (7.3:1) in the nearest, of equals the one that uses
 * most ports.
 */
export function portSplits(ports: number, ratio: number): readonly PortSplit[] {
  const half = Math.floor(ports / 2);
  if (ratio === 1) return half >= 1 ? [{ down: half, up: half }] : [];
  if (ratio > ports - 1 || ratio < 1 / (ports - 1)) return [];
  const largest = Math.floor(ports / (1 + ratio) + EXACT);
  const isExact = (up: number): boolean => {
    const down = up * ratio;
    return down >= 1 - EXACT && Math.abs(down - Math.round(down)) < EXACT * ports;
  };
  const split = (up: number): PortSplit => ({ down: Math.round(up * ratio), up });
  const exact: PortSplit[] = [];
  for (let up = largest; up >= 1 && 2 * up > (exact[0]?.up ?? 0); up--) if (isExact(up)) exact.push(split(up));
  return exact.length > 0 ? exact : [nearestSplit(ports, ratio, largest)];
}

function nearestSplit(ports: number, ratio: number, largest: number): PortSplit {
  let best: PortSplit = { down: ports - 1, up: 1 };
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
export function modeSplits(
  down: PortMode,
  downBytesPerS: number,
  up: PortMode,
  upBytesPerS: number,
  ratio: number,
): readonly PortSplit[] {
  if (down.ports === up.ports) return portSplits(down.ports, (ratio * upBytesPerS) / downBytesPerS);
  const cages = Math.min(down.ports / down.breakout, up.ports / up.breakout);
  const perCage = (ratio * upBytesPerS * up.breakout) / (downBytesPerS * down.breakout);
  return portSplits(cages, Math.abs(perCage - 1) < EXACT ? 1 : perCage).map((split) => ({
    down: split.down * down.breakout,
    up: split.up * up.breakout,
  }));
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

/** Links of one rate that end at the switches of a tier. */
export interface PortUse {
  readonly links: number;
  readonly bytesPerS: number;
}

/** Ports of `switches` switches that no link takes, counted at the last rate; cages split alike. */
export function freePorts(device: Switch, switches: number, uses: readonly PortUse[]): number {
  const modes = uses.map(({ bytesPerS }) => modeFor(device, bytesPerS));
  const last = modes.at(-1);
  if (last === undefined || last === null) return 0;
  const cages = uses.reduce(
    (left, { links }, index) => left - links / (modes[index]?.breakout ?? 1),
    switches * (last.ports / last.breakout),
  );
  return Math.floor(cages * last.breakout + EXACT);
}
