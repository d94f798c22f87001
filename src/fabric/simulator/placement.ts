import type { Graph } from './graph.ts';
import { shuffled } from './random.ts';

/** Where a job's domains sit: in order, spread over the switches, shuffled, or with a share of them shuffled. */
export type Placement = 'packed' | 'scattered' | 'random' | number;

/**
 * The domain of the fabric behind each member of a job of `members` domains. Scattered deals members out to the leaves in
 * turn, like cards. A share f shuffles that share of the members among themselves and leaves the rest in order.
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
  const free = shuffled(moving, seed + 1);
  moving.forEach((domain, index) => {
    placed[domain] = free[index] as number;
  });
  return placed;
}

function dealt(graph: Graph, slots: readonly number[]): number[] {
  const piles = new Map<number, number[]>();
  for (const domain of slots) {
    const attachment = graph.attachmentOf[domain * graph.endpointsPerDomain] as number;
    const pile = piles.get(attachment);
    if (pile === undefined) piles.set(attachment, [domain]);
    else pile.push(domain);
  }
  const order: number[] = [];
  const tallest = Math.max(...[...piles.values()].map((pile) => pile.length));
  for (let row = 0; row < tallest; row++) {
    for (const pile of piles.values()) if (row < pile.length) order.push(pile[row] as number);
  }
  return order;
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
