import type { Routing } from '../../spec/plan.ts';
import type { Graph } from './graph.ts';
import { nearestPorts, type WayTo, waysOf } from './minimal-paths.ts';
import { mix } from './random.ts';

/** Shares of a flow on the links it takes. */
export interface SplitRoute {
  readonly links: readonly number[];
  readonly shares: readonly number[];
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
  let layer = new Map<number, number>();
  for (const port of ports) {
    const at = sources[port] as number;
    const share = (way.paths[at] as number) / total;
    sourceShares[port] = share;
    layer.set(at, (layer.get(at) ?? 0) + share);
  }
  const links: number[] = [];
  const shares: number[] = [];
  for (let left = distance; left > 0; left--) {
    const next = new Map<number, number>();
    for (const [at, share] of layer) {
      const perPath = share / (way.paths[at] as number);
      for (const link of graph.out[at] as readonly number[]) {
        const to = graph.linkTo[link] as number;
        if (way.distance[to] !== left - 1) continue;
        const taken = perPath * (graph.linkCables[link] as number) * (way.paths[to] as number);
        links.push(link);
        shares.push(taken);
        next.set(to, (next.get(to) ?? 0) + taken);
      }
    }
    layer = next;
  }
  const destinationShares = (graph.attachments[destination]?.switches ?? []).map((at) => layer.get(at) ?? 0);
  return { links, shares, sourceShares, destinationShares };
}

/** Where on its way a flow chooses: the switch (-1: the source's own ports), links behind it and links ahead. */
interface Place {
  readonly at: number;
  readonly behind: number;
  readonly ahead: number;
}

/** Chooses one of `choices` for a flow at a place. */
type Choose = (choices: number, place: Place) => number;

/**
 * Routing over one path a flow. `ecmp`: every switch hashes source, destination, its own number and the seed onto the equal
 * cables towards the destination. `static`: tables count destinations off over the cables, level by level (the d-mod-k
 * tables of fat trees; Zahavi, 2011), so that flows to different ports of one leaf go up and come down on different cables.
 */
export function singlePaths(
  graph: Graph,
  routing: Exclude<Routing, 'adaptive'>,
  seed: number,
): (source: number, destination: number) => SinglePath {
  const ways = waysOf(graph);
  const choicesAt = cableChoices(graph);
  return (source, destination) => {
    const choose = routing === 'ecmp' ? hashed(source, destination, seed) : counted(graph.ordinal[destination] ?? 0);
    const from = graph.attachmentOf[source] as number;
    const to = graph.attachmentOf[destination] as number;
    const way = ways(to);
    const { ports } = nearestPorts(graph, from, way);
    const sourcePort =
      ports.length === 1
        ? (ports[0] as number)
        : (ports[choose(ports.length, { at: -1, behind: 0, ahead: 0 })] as number);
    let at = graph.attachments[from]?.switches[sourcePort] as number;
    const links: number[] = [];
    const cables: number[] = [];
    while ((way.distance[at] as number) > 0) {
      const choices = choicesAt(at, to, way);
      const chosen = choose(choices.length / 2, { at, behind: links.length, ahead: way.distance[at] as number });
      const link = choices[2 * chosen] as number;
      links.push(link);
      cables.push(choices[2 * chosen + 1] as number);
      at = graph.linkTo[link] as number;
    }
    const destinationPort = graph.attachments[to]?.switches.indexOf(at) ?? 0;
    return { sourcePort, destinationPort, links, cables };
  };
}

const hashed = (source: number, destination: number, seed: number): Choose => {
  const flow = mix(mix(seed, source), destination);
  return (choices, { at }) => (choices === 1 ? 0 : mix(flow, at + 1) % choices);
};

/**
 * The destination's number read as digits, one a level: the way up takes digit after digit, the way down takes them back, so
 * that parallel cables down are told apart by the same digit that chose between them on the way up.
 */
const counted = (ordinal: number): Choose => {
  const left = [ordinal];
  return (choices, { at, behind, ahead }) => {
    const level = at === -1 ? 0 : Math.max(0, Math.min(behind, ahead - 1));
    const rest = left[level] ?? 0;
    left[level + 1] ??= Math.floor(rest / choices);
    return rest % choices;
  };
};

/** Cables from a switch that come nearer to an attachment, as pairs (link, cable). */
function cableChoices(graph: Graph): (at: number, attachment: number, way: WayTo) => Int32Array {
  const known = new Map<number, Int32Array>();
  return (at, attachment, way) => {
    const key = attachment * graph.switches + at;
    let found = known.get(key);
    if (found === undefined) {
      const pairs: number[] = [];
      for (const link of graph.out[at] as readonly number[]) {
        if (way.distance[graph.linkTo[link] as number] !== (way.distance[at] as number) - 1) continue;
        for (let cable = 0; cable < (graph.linkCables[link] as number); cable++) pairs.push(link, cable);
      }
      found = Int32Array.from(pairs);
      known.set(key, found);
    }
    return found;
  };
}
