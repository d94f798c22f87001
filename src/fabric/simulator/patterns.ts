/** Takes one flow between two endpoints. */
export type Emit = (source: number, destination: number, bytes: number) => void;

/** Flows that run at the same time, handed out one by one: patterns of millions of flows need no list. */
export type Stage = (emit: Emit) => void;

/** One group: its domains in order, NICs of a domain, and the bytes that a domain sends during the pattern. */
export interface Exchange {
  readonly group: readonly number[];
  readonly nics: number;
  readonly bytes: number;
}

/** NIC j of one domain to NIC j of another, all of them. */
function between({ nics }: Exchange, from: number, to: number, bytes: number, emit: Emit): void {
  for (let nic = 0; nic < nics; nic++) emit(from * nics + nic, to * nics + nic, bytes / nics);
}

/** Every member sends to the next, the last to the first. */
const ring = (exchange: Exchange): Stage[] => [
  (emit) => {
    const { group, bytes } = exchange;
    group.forEach((domain, i) => {
      between(exchange, domain, group[(i + 1) % group.length] as number, bytes, emit);
    });
  },
];

/** The endpoints of a group along one axis of a torus: every place that one of them has, in order. */
interface Axis {
  readonly places: readonly number[];
  readonly size: number;
}

/** Axes of the box that endpoints fill on a torus, switch n being its place n; null where they fill none. */
function boxOf(
  torus: readonly number[],
  endpoints: readonly number[],
): { axes: Axis[]; at: Map<string, number> } | null {
  let step = torus.reduce((product, size) => product * size, 1);
  const digits = torus.map((size) => {
    step /= size;
    return { step, size };
  });
  const axes = digits.map(({ step: one, size }) => ({
    size,
    places: [...new Set(endpoints.map((endpoint) => Math.floor(endpoint / one) % size))].sort((a, b) => a - b),
  }));
  if (axes.reduce((product, { places }) => product * places.length, 1) !== endpoints.length) return null;
  const at = new Map(
    endpoints.map((endpoint) => [digits.map((d) => Math.floor(endpoint / d.step) % d.size).join(), endpoint] as const),
  );
  return { axes, at };
}

/** Whether the places of an axis lie evenly around its ring. */
function closes({ places, size }: Axis): boolean {
  return (
    places.length > 2 &&
    places.every(
      (place, i) => ((places[(i + 1) % places.length] as number) - place + size) % size === size / places.length,
    )
  );
}

/**
 * Rings along every axis of the box that a group fills on a torus, all at once: both ways round an axis that closes, else one
 * there and back. null: the group is no box.
 */
export function torusRings({ group, nics, bytes }: Exchange, torus: readonly number[]): Stage | null {
  const sends: [number, number, number][] = [];
  for (let nic = 0; nic < nics; nic++) {
    const box = boxOf(
      torus,
      group.map((domain) => domain * nics + nic),
    );
    if (box === null) return null;
    const rings = box.axes.reduce((sum, axis) => sum + (axis.places.length === 1 ? 0 : closes(axis) ? 2 : 1), 0);
    for (const [key, from] of box.at) {
      const own = key.split(',').map(Number);
      box.axes.forEach((axis, index) => {
        const { places } = axis;
        if (places.length === 1) return;
        const here = places.indexOf(own[index] as number);
        for (const way of closes(axis) ? [1, -1] : [1]) {
          const to = own.with(index, places[(here + way + places.length) % places.length] as number).join();
          sends.push([from, box.at.get(to) as number, bytes / nics / rings]);
        }
      });
    }
  }
  return (emit) => {
    for (const [from, to, each] of sends) emit(from, to, each);
  };
}

/** Every member sends to the next; the last does not send (pipeline stages). */
const neighbour = (exchange: Exchange): Stage[] => [
  (emit) => {
    const { group, bytes } = exchange;
    for (let i = 0; i + 1 < group.length; i++) {
      between(exchange, group[i] as number, group[i + 1] as number, bytes, emit);
    }
  },
];

/** The first member sends to the last. */
const pointToPoint = (exchange: Exchange): Stage[] => [
  (emit) => {
    const { group, bytes } = exchange;
    between(exchange, group[0] as number, group[group.length - 1] as number, bytes, emit);
  },
];

/**
 * Parents of a binary tree over 0..size-1 in which, apart from the root 0, odd ranks are leaves: the parent of a rank is
 * found by clearing its lowest set bit and setting the next one (Sanders, Speck and Traeff, "Two-tree algorithms for full
 * bandwidth broadcast, reduction and scan", 2009). -1: the root.
 */
function treeParents(size: number): number[] {
  return Array.from({ length: size }, (_, rank) => {
    if (rank === 0) return -1;
    const low = rank & -rank;
    const up = (rank ^ low) | (low << 1);
    return up < size ? up : rank ^ low;
  });
}

/**
 * All-reduce over two binary trees, each with half of the data: up to the parents and down again. The second tree is the
 * first one shifted by one rank (mirrored for even sizes), so that inner ranks of one are leaves of the other. The busiest
 * member sends the exchange's bytes: twice the data where it has three neighbours in one tree and one in the other.
 */
const tree = (exchange: Exchange): Stage[] => [
  (emit) => {
    const { group, bytes } = exchange;
    const size = group.length;
    const other = (rank: number): number => (size % 2 === 0 ? size - 1 - rank : (rank + 1) % size);
    const edges = treeParents(size).flatMap((parent, rank) =>
      parent === -1 ? [] : [[rank, parent] as const, [other(rank), other(parent)] as const],
    );
    const degree = new Int32Array(size);
    for (const end of edges.flat()) degree[end] = (degree[end] as number) + 1;
    const each = bytes / Math.max(...degree);
    for (const [a, b] of edges) {
      between(exchange, group[a] as number, group[b] as number, each, emit);
      between(exchange, group[b] as number, group[a] as number, each, emit);
    }
  },
];

/** Every NIC sends to the same NIC of every other member; the scale-up domain forwards to the right GPU. */
const railAlignedAllToAll = (exchange: Exchange): Stage[] => [
  (emit) => {
    const { group, bytes } = exchange;
    const each = bytes / (group.length - 1);
    for (const from of group) for (const to of group) if (from !== to) between(exchange, from, to, each, emit);
  },
];

/** Every NIC sends to every NIC of every other member. */
const flatAllToAll = (exchange: Exchange): Stage[] => [
  (emit) => {
    const { group, bytes, nics } = exchange;
    const each = bytes / (nics * nics * (group.length - 1));
    for (const from of group) {
      for (let nic = 0; nic < nics; nic++) {
        for (const to of group) {
          if (from === to) continue;
          for (let peer = 0; peer < nics; peer++) emit(from * nics + nic, to * nics + peer, each);
        }
      }
    }
  },
];

/**
 * All-reduce by recursive halving and doubling: partners at half the group and half the data first, nearer partners with
 * less, then back. Members beyond the largest power of two take no part.
 */
const halvingDoubling = (exchange: Exchange): Stage[] => {
  const { group, bytes } = exchange;
  const steps = Math.floor(Math.log2(group.length));
  const size = 2 ** steps;
  const sent = 2 * (1 - 1 / size);
  const step =
    (distance: number, share: number): Stage =>
    (emit) => {
      for (let rank = 0; rank < size; rank++) {
        between(exchange, group[rank] as number, group[rank ^ distance] as number, (bytes * share) / sent, emit);
      }
    };
  const halving = Array.from({ length: steps }, (_, k) => step(size >> (k + 1), 1 / 2 ** (k + 1)));
  return [...halving, ...halving.toReversed()];
};

/** Every pattern: the stages of one group, each starting when the one before it has ended. */
export const patterns = {
  ring,
  tree,
  neighbour,
  'all-to-all': railAlignedAllToAll,
  'flat-all-to-all': flatAllToAll,
  'point-to-point': pointToPoint,
  'halving-doubling': halvingDoubling,
} as const satisfies Readonly<Record<string, (exchange: Exchange) => Stage[]>>;

export type SimulatedPattern = keyof typeof patterns;
