import type { Fabric, HopShare } from './types.ts';

/** Hop and latency statistics over all pairs of endpoints. `latencyS` of a path by its hops, s. */
export function pathStatistics(
  shares: readonly HopShare[],
  latencyS: (hops: number) => number,
): Pick<Fabric, 'maxHops' | 'meanHops' | 'latencyS' | 'hops'> {
  const walked = shares.filter(({ share }) => share > 0);
  const first = walked[0]?.hops ?? 1;
  let meanHops = 0;
  let mean = 0;
  let [minHops, maxHops] = [first, first];
  for (const { hops, share } of walked) {
    meanHops += hops * share;
    mean += latencyS(hops) * share;
    minHops = Math.min(minHops, hops);
    maxHops = Math.max(maxHops, hops);
  }
  if (walked.length === 0) [meanHops, mean] = [first, latencyS(first)];
  return {
    maxHops,
    meanHops,
    latencyS: { min: latencyS(minHops), mean, max: latencyS(maxHops) },
    hops: () => walked,
  };
}

/**
 * Paths between endpoints from distances between switches: `perSwitch` endpoints hang on each, `others[d]` switches are `d`
 * links away (`others[0]` is 1, the switch itself).
 */
export function pathsOfDistances(others: readonly number[], perSwitch: number): HopShare[] {
  const total = others.reduce((sum, count) => sum + count, 0) * perSwitch - 1;
  if (total <= 0) return [{ hops: 1, share: 1 }];
  return others.map((count, links) => ({
    hops: links + 1,
    share: (links === 0 ? perSwitch - 1 : count * perSwitch) / total,
  }));
}

/** Switches at each distance in the Cartesian product of networks with the given counts by distance. */
export function productDistances(axes: readonly (readonly number[])[]): number[] {
  let counts: number[] = [1];
  for (const axis of axes) {
    const next = new Array<number>(counts.length + axis.length - 1).fill(0);
    counts.forEach((count, at) => {
      axis.forEach((more, links) => {
        next[at + links] = (next[at + links] ?? 0) + count * more;
      });
    });
    counts = next;
  }
  return counts;
}
