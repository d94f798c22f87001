/** Switches joined by links, and endpoints hanging on switches; built link by link. */
export class Graph {
  readonly #neighbours: Map<number, number>[] = [];
  readonly endpoints: number[] = [];
  links = 0;

  addSwitch(): number {
    this.#neighbours.push(new Map());
    this.endpoints.push(0);
    return this.#neighbours.length - 1;
  }

  addSwitches(count: number): number[] {
    return Array.from({ length: count }, () => this.addSwitch());
  }

  join(a: number, b: number, count = 1): void {
    if (a === b) throw new Error('a link joins two switches');
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const found = this.#of(from);
      found.set(to, (found.get(to) ?? 0) + count);
    }
    this.links += count;
  }

  attach(at: number, count = 1): void {
    this.endpoints[at] = (this.endpoints[at] ?? 0) + count;
  }

  get switches(): number {
    return this.#neighbours.length;
  }

  get totalEndpoints(): number {
    return this.endpoints.reduce((sum, count) => sum + count, 0);
  }

  /** Ports in use of a switch. */
  ports(at: number): number {
    let used = this.endpoints[at] ?? 0;
    for (const count of this.#of(at).values()) used += count;
    return used;
  }

  get mostPorts(): number {
    return Math.max(...this.#neighbours.map((_, at) => this.ports(at)));
  }

  linksBetween(a: number, b: number): number {
    return this.#of(a).get(b) ?? 0;
  }

  /** Links from a set of switches to the others. */
  cut(inside: (at: number) => boolean): number {
    let count = 0;
    this.#neighbours.forEach((found, at) => {
      if (inside(at)) for (const [to, links] of found) if (!inside(to)) count += links;
    });
    return count;
  }

  /**
   * Links to every switch from one, breadth first; -1: out of reach. Where `areaOf` divides the switches, a path may change
   * its area once at most.
   */
  distances(from: number, areaOf?: (at: number) => number): Int32Array {
    const count = this.switches;
    const states = new Int32Array(2 * count).fill(-1);
    states[from] = 0;
    const queue = [from];
    for (const state of queue) {
      const at = state % count;
      for (const to of this.#of(at).keys()) {
        const changes = areaOf !== undefined && areaOf(to) !== areaOf(at);
        if (changes && state >= count) continue;
        const next = to + (changes || state >= count ? count : 0);
        if (states[next] !== -1) continue;
        states[next] = (states[state] as number) + 1;
        queue.push(next);
      }
    }
    return Int32Array.from({ length: count }, (_, at) => {
      const [inside = -1, across = -1] = [states[at], states[at + count]];
      return inside === -1 || across === -1 ? Math.max(inside, across) : Math.min(inside, across);
    });
  }

  /** Ordered pairs of different endpoints by the switches between them, counted one by one; unreachable pairs are left out. */
  hops(areaOf?: (at: number) => number): Map<number, number> {
    const pairs = new Map<number, number>();
    for (let from = 0; from < this.switches; from++) {
      const here = this.endpoints[from] as number;
      if (here === 0) continue;
      const distance = this.distances(from, areaOf);
      for (let to = 0; to < this.switches; to++) {
        const there = to === from ? here - 1 : (this.endpoints[to] as number);
        const links = distance[to] as number;
        if (there === 0 || links === -1) continue;
        pairs.set(links + 1, (pairs.get(links + 1) ?? 0) + here * there);
      }
    }
    return pairs;
  }

  #of(at: number): Map<number, number> {
    const found = this.#neighbours[at];
    if (found === undefined) throw new Error(`no switch ${at}`);
    return found;
  }

  /** The largest flow from half of the endpoints to the rest, in links: endpoints send at most one each. */
  flow(isSource: (at: number) => boolean): number {
    const source = this.switches;
    const sink = source + 1;
    const residual = this.#neighbours.map((found) => new Map(found));
    residual.push(new Map(), new Map());
    this.endpoints.forEach((count, at) => {
      if (count > 0) (residual[isSource(at) ? source : at] as Map<number, number>).set(isSource(at) ? at : sink, count);
    });
    let total = 0;
    for (;;) {
      const parent = new Int32Array(sink + 1).fill(-1);
      parent[source] = source;
      const queue = [source];
      for (const at of queue) {
        for (const [to, left] of residual[at] as Map<number, number>) {
          if (left <= 0 || parent[to] !== -1) continue;
          parent[to] = at;
          queue.push(to);
        }
      }
      if (parent[sink] === -1) return total;
      let width = Number.POSITIVE_INFINITY;
      for (let at = sink; at !== source; at = parent[at] as number) {
        width = Math.min(width, (residual[parent[at] as number] as Map<number, number>).get(at) ?? 0);
      }
      for (let at = sink; at !== source; at = parent[at] as number) {
        const from = parent[at] as number;
        const forward = residual[from] as Map<number, number>;
        const back = residual[at] as Map<number, number>;
        forward.set(at, (forward.get(at) ?? 0) - width);
        back.set(from, (back.get(from) ?? 0) + width);
      }
      total += width;
    }
  }
}
