import type { Graph } from './graph.ts';
import { shuffled } from './random.ts';

/** Where a job's domains sit: in order, spread over the switches, shuffled, or with a share of them shuffled. */
export type Placement = 'packed' | 'scattered' | 'random' | number;

/**
 * The domain of the fabric behind each member of a job of `members` domains. Scattered deals members out to the leaves in
 * turn, like cards, leaves of different pods one after the other. A share f takes that share of the members out of their
 * order and puts them at random into what is free then.
 */
export function placeDomains(graph: Graph, members: number, placement: Placement, seed: number): number[] {
  const all = Math.floor(graph.endpoints / graph.endpointsPerDomain);
  if (members > all) throw new RangeError(`${members} domains do not fit a fabric of ${all}`);
  const slots = Array.from({ length: all }, (_, domain) => domain);
  if (placement === 'packed' || placement === 0) return slots.slice(0, members);
  if (placement === 'scattered') return dealt(graph, slots).slice(0, members);
  if (placement === 'random' || placement === 1) return shuffled(slots, seed).slice(0, members);
  const placed = slots.slice(0, members);
  const moving = shuffled(placed, seed).slice(0, Math.round(placement * members));
  const free = shuffled([...moving, ...slots.slice(members)], seed + 1);
  moving.forEach((domain, index) => {
    placed[domain] = free[index] as number;
  });
  return placed;
}

/** Domains dealt out in turn to the largest parts of the fabric, inside each to its parts, and so on down to the switches. */
function dealt(graph: Graph, slots: readonly number[]): number[] {
  const parts = graph.tiers.map((_, tier) => connected(graph, tier));
  const deal = (domains: readonly number[], level: number): readonly number[] => {
    if (level < 0) return domains;
    const piles = new Map<number, number[]>();
    for (const domain of domains) {
      const attachment = graph.attachmentOf[domain * graph.endpointsPerDomain] as number;
      const part = (parts[level] as Int32Array)[graph.attachments[attachment]?.switches[0] ?? 0] as number;
      const pile = piles.get(part);
      if (pile === undefined) piles.set(part, [domain]);
      else pile.push(domain);
    }
    const inner = [...piles.values()].map((pile) => deal(pile, level - 1));
    const tallest = inner.reduce((most, pile) => Math.max(most, pile.length), 0);
    const order: number[] = [];
    for (let row = 0; row < tallest; row++) {
      for (const pile of inner) if (row < pile.length) order.push(pile[row] as number);
    }
    return order;
  };
  return [...deal(slots, parts.length - 1)];
}

/** Parts of the switches that hang together over links of tiers below `tier`, by switch. */
function connected(graph: Graph, tier: number): Int32Array {
  const part = new Int32Array(graph.switches).fill(-1);
  for (let first = 0; first < graph.switches; first++) {
    if (part[first] !== -1) continue;
    const reached = [first];
    part[first] = first;
    for (const at of reached) {
      for (const link of graph.out[at] as readonly number[]) {
        const to = graph.linkTo[link] as number;
        if ((graph.linkTier[link] as number) >= tier || part[to] !== -1) continue;
        part[to] = first;
        reached.push(to);
      }
    }
  }
  return part;
}

/**
 * Groups of a job, as lists of its domains: `span.domains` members each, neighbours `span.stride` apart, siblings
 * interleaved. Domains left over at the end belong to no group.
 */
export function groupsOf(job: readonly number[], domains: number, stride: number): number[][] {
  const run = domains * stride;
  const groups: number[][] = [];
  for (let first = 0; first + run <= job.length; first += run) {
    for (let offset = 0; offset < stride; offset++) {
      groups.push(Array.from({ length: domains }, (_, member) => job[first + offset + member * stride] as number));
    }
  }
  return groups;
}
