import type { Graph } from './graph.ts';

/** Links in use, numbered as they are first used, with what they can carry and the tier they belong to. */
export interface UsedLinks {
  /** Access links of an endpoint class, one direction, one port: `size` cables taken together. */
  access(endpointClass: number, size: number, attachment: number, port: number, up: boolean): number;
  /** A link between switches with all its cables. */
  link(link: number): number;
  cable(link: number, cable: number): number;
  readonly capacity: number[];
  /** Tier of each, an index of `Graph.tiers`; -1: access links. */
  readonly tier: number[];
}

/** What links can carry beyond their rate. */
export interface LinkRates {
  /** Share of a link between switches that routing and flow control sustain. */
  readonly sustained: number;
  /** Share of each tier's links that other jobs take, leaf uplinks first. */
  readonly backgroundLoad: readonly number[];
}

export function usedLinks(graph: Graph, rates: LinkRates): UsedLinks {
  const capacity: number[] = [];
  const tier: number[] = [];
  const known = new Map<number, number>();
  const firstCable: number[] = [];
  let cables = 0;
  for (const count of graph.linkCables) {
    firstCable.push(cables);
    cables += count;
  }
  const mostPorts = Math.max(1, ...graph.attachments.map(({ switches }) => switches.length));
  const numbered = (key: number, bytesPerS: () => number, tierOf: number): number => {
    let found = known.get(key);
    if (found === undefined) {
      found = capacity.length;
      capacity.push(bytesPerS());
      tier.push(tierOf);
      known.set(key, found);
    }
    return found;
  };
  const perCable = (link: number): number => {
    const load = rates.backgroundLoad[graph.linkTier[link] as number] ?? rates.backgroundLoad.at(-1) ?? 0;
    return (graph.linkBytesPerS[link] as number) * rates.sustained * (1 - load);
  };
  return {
    capacity,
    tier,
    access: (endpointClass, size, attachment, port, up) =>
      numbered(
        -1 - 2 * (endpointClass * mostPorts + port) - (up ? 0 : 1),
        () => size * (graph.attachments[attachment]?.bytesPerS ?? 0),
        -1,
      ),
    // All cables of a link share the key space with single cables; one run of the simulator uses one kind of key.
    link: (link) =>
      numbered(
        firstCable[link] as number,
        () => (graph.linkCables[link] as number) * perCable(link),
        graph.linkTier[link] as number,
      ),
    cable: (link, cable) =>
      numbered((firstCable[link] as number) + cable, () => perCable(link), graph.linkTier[link] as number),
  };
}
