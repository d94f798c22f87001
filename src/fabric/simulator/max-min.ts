/**
 * Flows over shared links. A flow may stand for `flowCount` alike ones. It uses up to four segments, runs of (link, weight)
 * that flows share, so that a million flows over the same routes cost a number each.
 */
export interface Sharing {
  /** Bytes/s of every link (of all links of a class together). */
  readonly capacity: Float64Array;
  readonly segmentStart: Int32Array;
  readonly segmentLink: Int32Array;
  readonly segmentWeight: Float64Array;
  /** Four a flow; -1: none. */
  readonly flowSegments: Int32Array;
  readonly flowCount: Float64Array;
  /** Rank of each: rank 0 shares the links first, rank 1 shares what rank 0 leaves over, and so on. */
  readonly flowRank: Uint8Array;
}

export const SEGMENTS_PER_FLOW = 4;

/** Levels that differ by less than this are one: links that fill at the same time do so in one round. */
const SAME_LEVEL = 1e-9;
/** A link whose remaining weight is below this share of what it started with has no unfrozen flow left. */
const NO_WEIGHT = 1e-9;

/** Rows that hold each value, as (start, rows): the transpose of a list of lists. */
function transpose(values: number, rowAt: Int32Array, valueAt: Int32Array): { start: Int32Array; rows: Int32Array } {
  const start = new Int32Array(values + 1);
  for (const value of valueAt) if (value >= 0) start[value + 1] = (start[value + 1] as number) + 1;
  for (let v = 0; v < values; v++) start[v + 1] = (start[v + 1] as number) + (start[v] as number);
  const fill = start.slice();
  const rows = new Int32Array(start[values] as number);
  valueAt.forEach((value, i) => {
    if (value < 0) return;
    const at = fill[value] as number;
    rows[at] = rowAt[i] as number;
    fill[value] = at + 1;
  });
  return { start, rows };
}

/** Sets the rate of every active flow, bytes/s; returns the highest load of a link over its capacity. */
export type FairRates = (active: Uint8Array, rates: Float64Array) => number;

/**
 * Max-min fair rates by progressive filling: all flows grow alike until a link is full, its flows keep what they have, the
 * rest grow on. Source: Bertsekas and Gallager, Data Networks, section 6.5.2.
 *
 * @param tolerance links that would fill within this share of one another fill together, at the lower rate: fewer rounds,
 *   rates too low by at most this share.
 */
export function fairSharing(sharing: Sharing, tolerance = 0): FairRates {
  const { capacity, segmentStart, segmentLink, segmentWeight, flowSegments, flowCount, flowRank } = sharing;
  const lastRank = flowRank.reduce((last, rank) => Math.max(last, rank), 0);
  const sameLevel = Math.max(SAME_LEVEL, tolerance);
  const links = capacity.length;
  const segments = segmentStart.length - 1;
  const flows = flowCount.length;
  const segmentOfEntry = new Int32Array(segmentLink.length);
  for (let s = 0; s < segments; s++) segmentOfEntry.fill(s, segmentStart[s], segmentStart[s + 1]);
  const onLink = transpose(links, segmentOfEntry, segmentLink);
  const flowOfSlot = Int32Array.from(flowSegments, (_, slot) => Math.floor(slot / SEGMENTS_PER_FLOW));
  const inSegment = transpose(segments, flowOfSlot, flowSegments);

  const unfrozen = new Uint8Array(flows);
  const growing = new Float64Array(segments);
  const dropped = new Float64Array(segments);
  const weight = new Float64Array(links);
  const least = new Float64Array(links);
  const used = new Float64Array(links);

  const addSegment = (segment: number, count: number): void => {
    for (let i = segmentStart[segment] as number; i < (segmentStart[segment + 1] as number); i++) {
      const link = segmentLink[i] as number;
      weight[link] = (weight[link] as number) + count * (segmentWeight[i] as number);
    }
  };

  const fill = (active: Uint8Array, rates: Float64Array, rank: number): void => {
    growing.fill(0);
    weight.fill(0);
    let left = 0;
    for (let flow = 0; flow < flows; flow++) {
      if (flowRank[flow] !== rank) continue;
      unfrozen[flow] = active[flow] as number;
      if (active[flow] === 0) continue;
      left++;
      for (let slot = flow * SEGMENTS_PER_FLOW; slot < (flow + 1) * SEGMENTS_PER_FLOW; slot++) {
        const segment = flowSegments[slot] as number;
        if (segment >= 0) growing[segment] = (growing[segment] as number) + (flowCount[flow] as number);
      }
    }
    for (let segment = 0; segment < segments; segment++) {
      if ((growing[segment] as number) > 0) addSegment(segment, growing[segment] as number);
    }
    const open: number[] = [];
    for (let link = 0; link < links; link++) {
      least[link] = (weight[link] as number) * NO_WEIGHT;
      if ((weight[link] as number) > 0) open.push(link);
    }

    const dirty: number[] = [];
    const freeze = (flow: number, level: number): void => {
      unfrozen[flow] = 0;
      rates[flow] = level;
      left--;
      for (let slot = flow * SEGMENTS_PER_FLOW; slot < (flow + 1) * SEGMENTS_PER_FLOW; slot++) {
        const segment = flowSegments[slot] as number;
        if (segment < 0) continue;
        if (dropped[segment] === 0) dirty.push(segment);
        dropped[segment] = (dropped[segment] as number) + (flowCount[flow] as number);
      }
    };

    while (left > 0) {
      let level = Number.POSITIVE_INFINITY;
      let kept = 0;
      for (const link of open) {
        if ((weight[link] as number) <= (least[link] as number)) continue;
        open[kept++] = link;
        const reached = ((capacity[link] as number) - (used[link] as number)) / (weight[link] as number);
        if (reached < level) level = reached;
      }
      open.length = kept;
      if (kept === 0) throw new Error('a flow crosses no link');
      level = Math.max(0, level);
      const full = level * (1 + sameLevel);
      for (const link of open) {
        if (((capacity[link] as number) - (used[link] as number)) / (weight[link] as number) > full) continue;
        for (let i = onLink.start[link] as number; i < (onLink.start[link + 1] as number); i++) {
          const segment = onLink.rows[i] as number;
          if ((growing[segment] as number) <= 0) continue;
          for (let j = inSegment.start[segment] as number; j < (inSegment.start[segment + 1] as number); j++) {
            const flow = inSegment.rows[j] as number;
            if (unfrozen[flow] === 1) freeze(flow, level);
          }
        }
      }
      for (const segment of dirty) {
        const count = dropped[segment] as number;
        dropped[segment] = 0;
        growing[segment] = (growing[segment] as number) - count;
        addSegment(segment, -count);
        for (let i = segmentStart[segment] as number; i < (segmentStart[segment + 1] as number); i++) {
          const link = segmentLink[i] as number;
          used[link] = (used[link] as number) + count * level * (segmentWeight[i] as number);
        }
      }
      dirty.length = 0;
    }
  };

  return (active, rates) => {
    used.fill(0);
    unfrozen.fill(0);
    for (let rank = 0; rank <= lastRank; rank++) fill(active, rates, rank);
    let peak = 0;
    for (let link = 0; link < links; link++) peak = Math.max(peak, (used[link] as number) / (capacity[link] as number));
    return peak;
  };
}
