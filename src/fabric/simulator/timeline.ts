import type { Routing } from '../../spec/plan.ts';
import type { EndpointClasses, Flows } from './classes.ts';
import type { Timeline } from './completion.ts';
import type { Graph } from './graph.ts';
import { type LinkRates, type UsedLinks, usedLinks } from './links.ts';
import { SEGMENTS_PER_FLOW } from './max-min.ts';
import { mix } from './random.ts';
import { singlePaths, splitRoutes } from './routing.ts';
import { segmentList } from './segments.ts';

export interface RoutingChoice {
  readonly routing: Routing;
  readonly seed: number;
  /** Flows that one source opens to one destination; ECMP hashes each on its own. */
  readonly flowsPerPair: number;
}

/** Job and place in it of each stage. */
export interface StageOf {
  readonly job: readonly number[];
  readonly stage: readonly number[];
  readonly jobs: number;
}

export interface Routed {
  readonly timeline: Timeline;
  readonly links: UsedLinks;
  /** Bytes that all flows send together. */
  readonly bytes: number;
}

interface FlowLists {
  readonly segments: number[];
  /** Segments of the detour of each flow; empty where flows take none. */
  readonly detours: number[];
  /** Links more than the minimal path of each detour. */
  readonly longer: number[];
  readonly count: number[];
  readonly bytes: number[];
  readonly stage: number[];
}

const NONE = -1;
const noFlows = (): FlowLists => ({ segments: [], detours: [], longer: [], count: [], bytes: [], stage: [] });

/** Routes every flow and lists the links that it uses. */
export function route(
  graph: Graph,
  flows: Flows,
  stages: StageOf,
  choice: RoutingChoice,
  classes: EndpointClasses,
  rates: LinkRates,
): Routed {
  const links = usedLinks(graph, rates);
  const segments = segmentList();
  const lists =
    choice.routing === 'adaptive'
      ? splitFlows(graph, flows, classes, links, segments)
      : singleFlows(graph, flows, choice.routing, choice, links, segments);
  const each = choice.routing === 'adaptive' ? detoursOf(graph) : 0;
  return {
    links,
    bytes: lists.bytes.reduce((sum, bytes, flow) => sum + bytes * (lists.count[flow] as number), 0),
    timeline: {
      capacity: Float64Array.from(links.capacity),
      segmentStart: Int32Array.from(segments.start),
      segmentLink: Int32Array.from(segments.link),
      segmentWeight: Float64Array.from(segments.weight),
      flowSegments: Int32Array.from([...lists.segments, ...lists.detours]),
      flowCount: Float64Array.from([
        ...lists.count,
        ...lists.count.flatMap((count) => new Array<number>(each).fill(count)),
      ]),
      flowRank: Uint8Array.from([...lists.count.map(() => 0), ...lists.longer]),
      detoursPerFlow: each,
      flowBytes: Float64Array.from(lists.bytes),
      flowJob: Int32Array.from(lists.stage, (stage) => stages.job[stage] as number),
      flowStage: Int32Array.from(lists.stage, (stage) => stages.stage[stage] as number),
      jobs: stages.jobs,
    },
  };
}

/** Flows that spread over all minimal paths; alike flows (same classes, same bytes) are one with a count. */
function splitFlows(
  graph: Graph,
  flows: Flows,
  { classOf, size }: EndpointClasses,
  links: UsedLinks,
  segments: ReturnType<typeof segmentList>,
): FlowLists {
  const lists = noFlows();
  const attachmentOfClass = new Int32Array(size.length);
  classOf.forEach((each, endpoint) => {
    attachmentOfClass[each] = graph.attachmentOf[endpoint] as number;
  });
  const splitRoute = splitRoutes(graph);
  const ends = new Map<string, number>();
  const end = (endpointClass: number, shares: readonly number[], up: boolean): number => {
    const key = `${endpointClass}/${up}/${shares.join()}`;
    let found = ends.get(key);
    if (found === undefined) {
      const count = size[endpointClass] as number;
      const attachment = attachmentOfClass[endpointClass] as number;
      found = segments.add(
        shares.map((_, port) => links.access(endpointClass, count, attachment, port, up)),
        shares,
      );
      ends.set(key, found);
    }
    return found;
  };
  const middles = new Map<number, Middle>();
  const middle = (source: number, destination: number): Middle => {
    const key = source * graph.attachments.length + destination;
    let found = middles.get(key);
    if (found === undefined) {
      const way = splitRoute(source, destination);
      const segment =
        way.links.length === 0
          ? NONE
          : segments.add(
              way.links.map((link) => links.link(link)),
              way.shares,
            );
      found = { segment, steps: way.steps, up: way.sourceShares, down: way.destinationShares };
      middles.set(key, found);
    }
    return found;
  };
  const each = detoursOf(graph);
  const around = detourSegments(graph, (source, destination) => middle(source, destination));
  // Flows of one pair of classes are chained, newest first: pairs with more than one size or stage are rare.
  const newest = new Map<number, number>();
  const older: number[] = [];
  flows((stage, source, destination, bytes) => {
    const from = classOf[source] as number;
    const to = classOf[destination] as number;
    const key = from * size.length + to;
    const head = newest.get(key) ?? NONE;
    let known = head;
    while (known !== NONE && (lists.bytes[known] !== bytes || lists.stage[known] !== stage))
      known = older[known] as number;
    if (known !== NONE) {
      lists.count[known] = (lists.count[known] as number) + 1;
      return;
    }
    const way = middle(attachmentOfClass[from] as number, attachmentOfClass[to] as number);
    newest.set(key, lists.count.length);
    older.push(head);
    const [up, down] = [end(from, way.up, true), end(to, way.down, false)];
    lists.segments.push(up, way.segment, down, NONE);
    if (each > 0) {
      for (const { there, on, longer } of around(attachmentOfClass[from] as number, attachmentOfClass[to] as number)) {
        lists.detours.push(up, there, on, down);
        lists.longer.push(longer);
      }
    }
    lists.count.push(1);
    lists.bytes.push(bytes);
    lists.stage.push(stage);
  });
  return lists;
}

/** The way between two attachments: its segment and its links one after the other. */
interface Middle {
  readonly segment: number;
  readonly steps: number;
  readonly up: readonly number[];
  readonly down: readonly number[];
}

/** Two segments by way of a third attachment, and the links that they have more than the minimal path. */
interface Detour {
  readonly there: number;
  readonly on: number;
  readonly longer: number;
}

/** Most places that one flow may take a detour over. */
const MOST_DETOURS = 48;

const detoursOf = (graph: Graph): number => Math.max(0, Math.min(MOST_DETOURS, graph.detours.length - 2));

/**
 * Detours past other switches, each a flow of its own: minimally there and minimally on (Valiant and Brebner, 1981).
 * Adaptive routing takes those whose links have room, short ones before long ones (UGAL; Singh, 2005). Of many, the shortest are tried.
 */
function detourSegments(
  graph: Graph,
  middle: (source: number, destination: number) => Middle,
): (source: number, destination: number) => readonly Detour[] {
  const known = new Map<number, readonly Detour[]>();
  const count = detoursOf(graph);
  return (source, destination) => {
    const key = source * graph.attachments.length + destination;
    let found = known.get(key);
    if (found === undefined) {
      const others = graph.detours.filter((other) => other !== source && other !== destination);
      const minimal = middle(source, destination).steps;
      const longer = (over: number): number => middle(source, over).steps + middle(over, destination).steps - minimal;
      const first = mix(source, destination) % Math.max(1, others.length);
      const turned = [...others.slice(first), ...others.slice(0, first)];
      found = turned
        .map((over) => ({ over, longer: longer(over) }))
        .sort((a, b) => a.longer - b.longer)
        .slice(0, count)
        .map(({ over, longer }) => ({
          there: middle(source, over).segment,
          on: middle(over, destination).segment,
          longer: Math.max(1, longer),
        }));
      known.set(key, found);
    }
    return found;
  };
}

/** Flows that each take one path; a NIC with several ports deals its flows out to them. */
function singleFlows(
  graph: Graph,
  flows: Flows,
  routing: 'ecmp' | 'static',
  { seed, flowsPerPair }: RoutingChoice,
  links: UsedLinks,
  segments: ReturnType<typeof segmentList>,
): FlowLists {
  const lists = noFlows();
  const stated = routing === 'ecmp' ? Math.max(1, Math.round(flowsPerPair)) : 1;
  const pathOf = singlePaths(graph, routing, seed);
  flows((stage, source, destination, bytes) => {
    const from = graph.attachmentOf[source] as number;
    const to = graph.attachmentOf[destination] as number;
    const ports = graph.attachments[from]?.switches.length ?? 1;
    const parts = Math.ceil(stated / ports) * ports;
    for (let part = 0; part < parts; part++) {
      const path = pathOf(source, destination, part);
      const used = [links.access(source, 1, from, path.sourcePort, true)];
      path.links.forEach((link, hop) => {
        used.push(links.cable(link, path.cables[hop] as number));
      });
      used.push(links.access(destination, 1, to, path.destinationPort, false));
      const segment = segments.add(
        used,
        used.map(() => 1),
      );
      lists.segments.push(segment, NONE, NONE, NONE);
      lists.count.push(1);
      lists.bytes.push(bytes / parts);
      lists.stage.push(stage);
    }
  });
  return lists;
}

/** Bytes on every link, from what each flow and each detour carried. */
export function bytesOnLinks({ timeline }: Routed, carried: Float64Array): Float64Array {
  const { capacity, segmentStart, segmentLink, segmentWeight, flowSegments, flowCount } = timeline;
  const inSegment = new Float64Array(segmentStart.length - 1);
  flowSegments.forEach((segment, slot) => {
    if (segment < 0) return;
    const flow = Math.floor(slot / SEGMENTS_PER_FLOW);
    inSegment[segment] = (inSegment[segment] as number) + (flowCount[flow] as number) * (carried[flow] as number);
  });
  const onLink = new Float64Array(capacity.length);
  inSegment.forEach((bytes, segment) => {
    for (let i = segmentStart[segment] as number; i < (segmentStart[segment + 1] as number); i++) {
      const link = segmentLink[i] as number;
      onLink[link] = (onLink[link] as number) + bytes * (segmentWeight[i] as number);
    }
  });
  return onLink;
}
