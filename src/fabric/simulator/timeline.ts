import type { Routing } from '../../spec/plan.ts';
import type { EndpointClasses, Flows } from './classes.ts';
import type { Timeline } from './completion.ts';
import type { Graph } from './graph.ts';
import { type LinkRates, type UsedLinks, usedLinks } from './links.ts';
import { SEGMENTS_PER_FLOW } from './max-min.ts';
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
  readonly count: number[];
  readonly bytes: number[];
  readonly stage: number[];
}

const NONE = -1;
const noFlows = (): FlowLists => ({ segments: [], count: [], bytes: [], stage: [] });

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
  return {
    links,
    bytes: lists.bytes.reduce((sum, bytes, flow) => sum + bytes * (lists.count[flow] as number), 0),
    timeline: {
      capacity: Float64Array.from(links.capacity),
      segmentStart: Int32Array.from(segments.start),
      segmentLink: Int32Array.from(segments.link),
      segmentWeight: Float64Array.from(segments.weight),
      flowSegments: Int32Array.from(lists.segments),
      flowCount: Float64Array.from(lists.count),
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
  const middles = new Map<
    number,
    { readonly segment: number; readonly up: readonly number[]; readonly down: readonly number[] }
  >();
  const middle = (source: number, destination: number) => {
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
      found = { segment, up: way.sourceShares, down: way.destinationShares };
      middles.set(key, found);
    }
    return found;
  };
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
    lists.segments.push(end(from, way.up, true), way.segment, end(to, way.down, false));
    lists.count.push(1);
    lists.bytes.push(bytes);
    lists.stage.push(stage);
  });
  return lists;
}

/** Flows that each take one path. */
function singleFlows(
  graph: Graph,
  flows: Flows,
  routing: 'ecmp' | 'static',
  { seed, flowsPerPair }: RoutingChoice,
  links: UsedLinks,
  segments: ReturnType<typeof segmentList>,
): FlowLists {
  const lists = noFlows();
  const parts = routing === 'ecmp' ? Math.max(1, Math.round(flowsPerPair)) : 1;
  const paths = Array.from({ length: parts }, (_, part) => singlePaths(graph, routing, seed * parts + part));
  flows((stage, source, destination, bytes) => {
    const from = graph.attachmentOf[source] as number;
    const to = graph.attachmentOf[destination] as number;
    for (const pathOf of paths) {
      const path = pathOf(source, destination);
      const used = [links.access(source, 1, from, path.sourcePort, true)];
      path.links.forEach((link, hop) => {
        used.push(links.cable(link, path.cables[hop] as number));
      });
      used.push(links.access(destination, 1, to, path.destinationPort, false));
      const segment = segments.add(
        used,
        used.map(() => 1),
      );
      lists.segments.push(segment, NONE, NONE);
      lists.count.push(1);
      lists.bytes.push(bytes / parts);
      lists.stage.push(stage);
    }
  });
  return lists;
}

/** Bytes on every link over the whole of the timeline. */
export function bytesOnLinks({ timeline }: Routed): Float64Array {
  const { capacity, segmentStart, segmentLink, segmentWeight, flowSegments, flowCount, flowBytes } = timeline;
  const inSegment = new Float64Array(segmentStart.length - 1);
  flowSegments.forEach((segment, slot) => {
    if (segment < 0) return;
    const flow = Math.floor(slot / SEGMENTS_PER_FLOW);
    inSegment[segment] = (inSegment[segment] as number) + (flowCount[flow] as number) * (flowBytes[flow] as number);
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
