import type { Graph } from './graph.ts';
import { mix } from './random.ts';

/** Hands every flow of a job list to a visitor; `stage` numbers the stages of all jobs. */
export type Flows = (visit: (stage: number, source: number, destination: number, bytes: number) => void) => void;

/** Endpoints that cannot be told apart by where they sit and what they exchange with whom. */
export interface EndpointClasses {
  readonly classOf: Int32Array;
  readonly size: Int32Array;
}

/** Every endpoint its own class. */
export const individually = (graph: Graph): EndpointClasses => ({
  classOf: Int32Array.from(graph.attachmentOf, (_, endpoint) => endpoint),
  size: new Int32Array(graph.endpoints).fill(1),
});

/**
 * Colour refinement: endpoints start with the colour of their attachment and are told apart as long as they exchange
 * different bytes with different colours. In the end the members of a class send the same number of alike flows to every
 * other class, so their max-min rates, which are unique, are equal, and a class of flows can be played as one.
 */
export function endpointClasses(graph: Graph, flows: Flows): EndpointClasses {
  let classOf = graph.attachmentOf.slice();
  let classes = graph.attachments.length;
  const bits = new DataView(new ArrayBuffer(8));
  const sums = [new Int32Array(graph.endpoints), new Int32Array(graph.endpoints)] as const;
  const add = (endpoint: number, word: number): void => {
    sums[0][endpoint] = ((sums[0][endpoint] as number) + mix(word, 1)) | 0;
    sums[1][endpoint] = ((sums[1][endpoint] as number) + mix(word, 2)) | 0;
  };
  let bytesSeen = Number.NaN;
  let bytesWord = 0;
  for (;;) {
    for (const sum of sums) sum.fill(0);
    flows((stage, source, destination, bytes) => {
      if (bytes !== bytesSeen) {
        bytesSeen = bytes;
        bits.setFloat64(0, bytes);
        bytesWord = mix(bits.getInt32(0), bits.getInt32(4));
      }
      const word = mix(bytesWord, stage);
      add(source, mix(word, 2 * (classOf[destination] as number)));
      add(destination, mix(word, 2 * (classOf[source] as number) + 1));
    });
    const known = new Map<string, number>();
    const next = new Int32Array(graph.endpoints);
    classOf.forEach((old, endpoint) => {
      const key = `${old}/${sums[0][endpoint]}/${sums[1][endpoint]}`;
      let found = known.get(key);
      if (found === undefined) {
        found = known.size;
        known.set(key, found);
      }
      next[endpoint] = found;
    });
    const settled = known.size === classes;
    classOf = next;
    classes = known.size;
    if (settled) break;
  }
  const size = new Int32Array(classes);
  for (const each of classOf) size[each] = (size[each] as number) + 1;
  return { classOf, size };
}
