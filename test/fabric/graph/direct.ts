import { Graph } from './graph.ts';

const product = (sizes: readonly number[]): number => sizes.reduce((value, size) => value * size, 1);

/** Coordinates of a place on a grid. */
function coordinates(place: number, sizes: readonly number[]): number[] {
  let rest = place;
  return sizes.map((size) => {
    const at = rest % size;
    rest = (rest - at) / size;
    return at;
  });
}

const placeOf = (at: readonly number[], sizes: readonly number[]): number =>
  at.reduceRight((place, value, axis) => place * (sizes[axis] as number) + value, 0);

/** A torus; every place is an endpoint. */
export function torusGraph(sizes: readonly number[]): Graph {
  const graph = new Graph();
  for (const place of graph.addSwitches(product(sizes))) graph.attach(place);
  for (let place = 0; place < graph.switches; place++) {
    const at = coordinates(place, sizes);
    sizes.forEach((size, axis) => {
      if (size === 1 || (size === 2 && at[axis] === 1)) return;
      const next = at.with(axis, ((at[axis] as number) + 1) % size);
      graph.join(place, placeOf(next, sizes));
    });
  }
  return graph;
}

export function hyperxGraph(sizes: readonly number[], links: readonly number[], hosts: number): Graph {
  const graph = new Graph();
  for (const place of graph.addSwitches(product(sizes))) graph.attach(place, hosts);
  for (let place = 0; place < graph.switches; place++) {
    const at = coordinates(place, sizes);
    sizes.forEach((size, axis) => {
      for (let to = (at[axis] as number) + 1; to < size; to++) {
        graph.join(place, placeOf(at.with(axis, to), sizes), links[axis] as number);
      }
    });
  }
  return graph;
}

/**
 * A Dragonfly wired port by port: global port n of a group is on router floor(n / h). Whole rounds of g - 1 ports: port
 * r (g - 1) + o - 1 leads to group i + o, whose port of the same round for group i is g - o - 1. Left-over ports: pairs of them
 * go one group on and one back, two on and two back, ...; a last single one to the group opposite.
 */
export function dragonflyGraph(p: number, a: number, h: number, g: number): Graph {
  const graph = new Graph();
  const routers = Array.from({ length: g }, () => graph.addSwitches(a));
  for (const group of routers) {
    for (const [index, router] of group.entries()) {
      graph.attach(router, p);
      for (const other of group.slice(index + 1)) graph.join(router, other);
    }
  }
  const ofPort = (group: number, port: number): number =>
    (routers[group % g] as number[])[Math.floor(port / h)] as number;
  const ports = a * h;
  const rounds = Math.floor(ports / (g - 1));
  for (let round = 0; round < rounds; round++) {
    const base = round * (g - 1);
    for (let low = 0; low < g; low++) {
      for (let high = low + 1; high < g; high++) {
        const offset = high - low;
        graph.join(ofPort(low, base + offset - 1), ofPort(high, base + g - offset - 1));
      }
    }
  }
  const used = rounds * (g - 1);
  const left = ports - used;
  for (let side = 1; side <= Math.floor(left / 2); side++) {
    for (let group = 0; group < g; group++) {
      graph.join(ofPort(group, used + 2 * side - 2), ofPort(group + side, used + 2 * side - 1));
    }
  }
  if (left % 2 === 1) {
    const half = Math.floor(g / 2);
    for (let group = 0; group < half; group++) graph.join(ofPort(group, ports - 1), ofPort(group + half, ports - 1));
  }
  return graph;
}

export function dragonflyPlusGraph(
  hosts: number,
  leaves: number,
  spines: number,
  groups: number,
  perPair: number,
): Graph {
  const graph = new Graph();
  const tops = Array.from({ length: groups }, () => {
    const high = graph.addSwitches(spines);
    for (const leaf of graph.addSwitches(leaves)) {
      graph.attach(leaf, hosts);
      for (const spine of high) graph.join(leaf, spine);
    }
    return high;
  });
  const taken = new Array<number>(groups).fill(0);
  const nextSpine = (group: number): number => {
    const spine = (tops[group] as number[])[(taken[group] as number) % spines] as number;
    taken[group] = (taken[group] as number) + 1;
    return spine;
  };
  for (let low = 0; low < groups; low++) {
    for (let high = low + 1; high < groups; high++) {
      for (let link = 0; link < perPair; link++) graph.join(nextSpine(low), nextSpine(high));
    }
  }
  return graph;
}

function primitiveRoot(q: number): number {
  for (let root = 2; ; root++) {
    const seen = new Set<number>();
    for (let power = 1, value = 1; power < q; power++) {
      value = (value * root) % q;
      seen.add(value);
    }
    if (seen.size === q - 1) return root;
  }
}

/** McKay-Miller-Siran graph of a prime q. */
export function slimFlyGraph(q: number, hosts: number): Graph {
  const root = primitiveRoot(q);
  const powers = [1];
  while (powers.length < q - 1) powers.push(((powers.at(-1) as number) * root) % q);
  const w = Math.round(q / 4);
  const pick = (...exponents: readonly number[]): Set<number> => new Set(exponents.map((e) => powers[e] as number));
  const range = (from: number, to: number): number[] =>
    Array.from({ length: Math.max(0, Math.floor((to - from) / 2) + 1) }, (_, index) => from + 2 * index);
  const [first, second] =
    q % 4 === 1
      ? [pick(...range(0, q - 3)), pick(...range(1, q - 2))]
      : [
          pick(...range(0, 2 * w - 2), ...range(2 * w - 1, 4 * w - 3)),
          pick(...range(1, 2 * w - 1), ...range(2 * w, 4 * w - 2)),
        ];
  const graph = new Graph();
  for (const router of graph.addSwitches(2 * q * q)) graph.attach(router, hosts);
  const at = (half: number, column: number, row: number): number => (half * q + column) * q + row;
  for (let column = 0; column < q; column++) {
    for (let low = 0; low < q; low++) {
      for (let high = low + 1; high < q; high++) {
        const apart = high - low;
        if (first.has(apart) || first.has(q - apart)) graph.join(at(0, column, low), at(0, column, high));
        if (second.has(apart) || second.has(q - apart)) graph.join(at(1, column, low), at(1, column, high));
      }
      for (let m = 0; m < q; m++) {
        const c = (((low - m * column) % q) + q) % q;
        graph.join(at(0, column, low), at(1, m, c));
      }
    }
  }
  return graph;
}
