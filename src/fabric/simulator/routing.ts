import type { Routing } from '../../spec/plan.ts';
import type { Graph } from './graph.ts';
import { nearestPorts, type WayTo, waysOf } from './minimal-paths.ts';
import { mix } from './random.ts';

/** Shares of a flow on the links it takes. */
export interface SplitRoute {
  readonly links: readonly number[];
  readonly shares: readonly number[];
  /** Steps from end to end. */
  readonly steps: number;
  /** Share on each port of the source and of the destination. */
  readonly sourceShares: readonly number[];
  readonly destinationShares: readonly number[];
}

/** One path: cables as `link` and the cable's place in it. */
export interface SinglePath {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly links: readonly number[];
  readonly cables: readonly number[];
}

/** Adaptive routing in steady state: the flow spreads evenly over its minimal paths. */
export function splitRoutes(graph: Graph): (source: number, destination: number) => SplitRoute {
  const ways = waysOf(graph);
  return (source, destination) => splitRoute(graph, source, destination, ways(destination));
}

function splitRoute(graph: Graph, source: number, destination: number, way: WayTo): SplitRoute {
  const sources = graph.attachments[source]?.switches ?? [];
  const { ports, distance } = nearestPorts(graph, source, way);
  const total = ports.reduce((sum, port) => sum + (way.paths[sources[port] as number] as number), 0);
  const sourceShares = sources.map(() => 0);
  const layers = Array.from({ length: distance + 1 }, () => new Map<number, number>());
  const arrive = (at: number, share: number): void => {
    const layer = layers[way.distance[at] as number] as Map<number, number>;
    layer.set(at, (layer.get(at) ?? 0) + share);
  };
  for (const port of ports) {
    const at = sources[port] as number;
    const share = (way.paths[at] as number) / total;
    sourceShares[port] = share;
    arrive(at, share);
  }
  const links: number[] = [];
  const shares: number[] = [];
  for (let left = distance; left > 0; left--) {
    for (const [at, share] of layers[left] as Map<number, number>) {
      const perPath = share / (way.paths[at] as number);
      for (const link of graph.out[at] as readonly number[]) {
        const to = graph.linkTo[link] as number;
        if (way.distance[to] !== left - (graph.linkSteps[link] as number)) continue;
        const taken = perPath * (graph.linkCables[link] as number) * (way.paths[to] as number);
        links.push(link);
        shares.push(taken);
        arrive(to, taken);
      }
    }
  }
  const destinationShares = (graph.attachments[destination]?.switches ?? []).map((at) => layers[0]?.get(at) ?? 0);
  return { links, shares, steps: distance, sourceShares, destinationShares };
}

/** Where on its way a flow chooses: the switch, links behind it and links ahead. */
interface Place {
  readonly at: number;
  readonly behind: number;
  readonly ahead: number;
}

/** Chooses one of `choices` ways to `next` different switches for a flow at a place. */
type Choose = (choices: number, next: number, place: Place) => number;

/**
 * Routing over one path a flow; part n of a message leaves by port n of its source, round and round. `ecmp`: every switch hashes source, destination, its own number and the seed onto the equal
 * cables towards the destination. `static`: tables count destinations off over the cables, level by level (the d-mod-k
 * tables of fat trees; Zahavi, 2011), so that flows to different ports of one leaf go up and come down on different cables.
 */
export function singlePaths(
  graph: Graph,
  routing: Exclude<Routing, 'adaptive'>,
  seed: number,
): (source: number, destination: number, part: number) => SinglePath {
  const ways = waysOf(graph);
  const choicesAt = cableChoices(graph);
  return (source, destination, part) => {
    const choose =
      routing === 'ecmp' ? hashed(source, destination, mix(seed, part)) : counted(graph.ordinal[destination] ?? 0);
    const from = graph.attachmentOf[source] as number;
    const to = graph.attachmentOf[destination] as number;
    const way = ways(to);
    const { ports } = nearestPorts(graph, from, way);
    const sourcePort = ports[part % ports.length] as number;
    let at = graph.attachments[from]?.switches[sourcePort] as number;
    const links: number[] = [];
    const cables: number[] = [];
    while ((way.distance[at] as number) > 0) {
      const { pairs, next } = choicesAt(at, to, way);
      const chosen = choose(pairs.length / 2, next, { at, behind: links.length, ahead: way.distance[at] as number });
      const link = pairs[2 * chosen] as number;
      links.push(link);
      cables.push(pairs[2 * chosen + 1] as number);
      at = graph.linkTo[link] as number;
    }
    const destinationPort = graph.attachments[to]?.switches.indexOf(at) ?? 0;
    return { sourcePort, destinationPort, links, cables };
  };
}

const hashed = (source: number, destination: number, seed: number): Choose => {
  const flow = mix(mix(seed, source), destination);
  return (choices, _, { at }) => (choices === 1 ? 0 : mix(flow, at + 1) % choices);
};

/**
 * The destination's number read as digits, one a level, its base the switches above: the way up takes digit after digit; what
 * is left after a digit chooses between parallel cables, on the way up and on the way down alike, so that destinations that
 * share a switch do not share a cable.
 */
const counted = (ordinal: number): Choose => {
  const left = [ordinal];
  return (choices, next, { behind, ahead }) => {
    if (behind >= ahead) return (left[ahead] ?? left.at(-1) ?? 0) % choices;
    const rest = left[behind] ?? 0;
    left[behind + 1] = Math.floor(rest / next);
    return rest % choices;
  };
};

/** Cables from a switch that come nearer to an attachment. */
interface Cables {
  /** (link, cable), the first cable of every link before the second of any. */
  readonly pairs: Int32Array;
  /** Different switches that they lead to. */
  readonly next: number;
}

function cableChoices(graph: Graph): (at: number, attachment: number, way: WayTo) => Cables {
  const known = new Map<number, Cables>();
  return (at, attachment, way) => {
    const key = attachment * graph.switches + at;
    let found = known.get(key);
    if (found === undefined) {
      const nearer = (graph.out[at] as readonly number[]).filter(
        (link) =>
          way.distance[graph.linkTo[link] as number] ===
          (way.distance[at] as number) - (graph.linkSteps[link] as number),
      );
      const most = Math.max(...nearer.map((link) => graph.linkCables[link] as number));
      const pairs: number[] = [];
      for (let cable = 0; cable < most; cable++) {
        for (const link of nearer) if (cable < (graph.linkCables[link] as number)) pairs.push(link, cable);
      }
      found = { pairs: Int32Array.from(pairs), next: nearer.length };
      known.set(key, found);
    }
    return found;
  };
}
