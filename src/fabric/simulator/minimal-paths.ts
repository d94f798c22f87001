import type { Graph } from './graph.ts';

/** What every switch knows about the way to the endpoints of one attachment. */
export interface WayTo {
  /** Steps to the nearest switch of the attachment; -1: no way. */
  readonly distance: Int32Array;
  /** Minimal paths, parallel cables counted apart. */
  readonly paths: Float64Array;
}

/** Dijkstra from the destination's switches. Links come in both directions, so the way out is the way in. */
function wayTo(graph: Graph, attachment: number): WayTo {
  const distance = new Int32Array(graph.switches).fill(-1);
  const paths = new Float64Array(graph.switches);
  const rings: number[][] = [[]];
  for (const at of graph.attachments[attachment]?.switches ?? []) {
    distance[at] = 0;
    paths[at] = (paths[at] as number) + 1;
    rings[0]?.push(at);
  }
  for (let steps = 0; steps < rings.length; steps++) {
    for (const at of rings[steps] ?? []) {
      if (distance[at] !== steps) continue;
      for (const link of graph.out[at] as readonly number[]) {
        const neighbour = graph.linkTo[link] as number;
        const next = steps + (graph.linkSteps[link] as number);
        const known = distance[neighbour] as number;
        if (known !== -1 && known < next) continue;
        if (known !== next) {
          distance[neighbour] = next;
          paths[neighbour] = 0;
          while (rings.length <= next) rings.push([]);
          rings[next]?.push(neighbour);
        }
        paths[neighbour] = (paths[neighbour] as number) + (graph.linkCables[link] as number) * (paths[at] as number);
      }
    }
  }
  return { distance, paths };
}

/** `wayTo` computed once per attachment. */
export function waysOf(graph: Graph): (attachment: number) => WayTo {
  const known: (WayTo | undefined)[] = [];
  return (attachment) => {
    known[attachment] ??= wayTo(graph, attachment);
    return known[attachment];
  };
}

/** Switches where a path from `source` may enter, as places in its attachment: those nearest to the destination. */
export function nearestPorts(graph: Graph, source: number, way: WayTo): { ports: number[]; distance: number } {
  const switches = graph.attachments[source]?.switches ?? [];
  let best = Number.POSITIVE_INFINITY;
  let ports: number[] = [];
  switches.forEach((at, port) => {
    const distance = way.distance[at] as number;
    if (distance === -1 || distance > best) return;
    if (distance < best) ports = [];
    best = distance;
    ports.push(port);
  });
  if (ports.length === 0) throw new Error(`no path leads from attachment ${source} to the destination`);
  return { ports, distance: best };
}
