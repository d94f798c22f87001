/** Ports of one switch facing down and up. */
export interface PortSplit {
  readonly down: number;
  readonly up: number;
}

/**
 * Splits `ports` so that down : up is exactly `ratio`: all ports in halves when non-blocking, otherwise the largest power of
 * two facing up that fits (64 ports at 2:1: 32 down, 16 up), otherwise the largest count that fits. null: no split does.
 */
export function splitPorts(ports: number, ratio: number): PortSplit | null {
  if (ratio === 1) return ports >= 2 ? { down: Math.floor(ports / 2), up: Math.floor(ports / 2) } : null;
  const fits = (up: number): boolean => Number.isInteger(up * ratio) && up * ratio >= 1 && up + up * ratio <= ports;
  let best = 0;
  for (let up = 1; up < ports; up *= 2) if (fits(up)) best = up;
  if (best === 0) for (let up = 1; up < ports; up++) if (fits(up)) best = up;
  return best === 0 ? null : { down: best * ratio, up: best };
}

/**
 * Switches above a tier by the equal-cable rule: every switch below has the same number of cables to each, so the count
 * divides its uplinks. null: no divisor is large enough, the tier does not close. Source: fabric reference, section 3;
 * reproduces the two-tier tables of NVIDIA's SuperPOD architectures.
 */
export function equalCableCount(below: number, uplinks: number, portsAbove: number): number | null {
  const need = Math.ceil((below * uplinks) / portsAbove);
  for (let count = Math.max(1, need); count <= uplinks; count++) if (uplinks % count === 0) return count;
  return null;
}
