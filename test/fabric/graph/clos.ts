import { Graph } from './graph.ts';

/** Ports of a leaf or spine down and up. */
export interface Ports {
  readonly down: number;
  readonly up: number;
}

/** A non-blocking split. */
export const halves = (radix: number): Ports => ({ down: Math.floor(radix / 2), up: Math.floor(radix / 2) });

/** Upper switches so that each of `below` lower ones has the same cables to each, tried one by one; null: none. */
function alike(below: number, uplinks: number, radix: number): number | null {
  for (let count = 1; count <= uplinks; count++) {
    if (uplinks % count === 0 && below * (uplinks / count) <= radix) return count;
  }
  return null;
}

interface ClosDesign {
  /** Endpoints on each leaf. */
  readonly leaves: readonly number[];
  /** Leaves of one unit, which stay in one pod. */
  readonly unit: number;
  readonly leafUp: number;
  readonly spine: Ports;
  readonly radix: number;
}

/** A two-tier tree, wired cable by cable; null: it does not close. */
function twoTiers({ leaves, leafUp, radix }: ClosDesign): Graph | null {
  const spines = alike(leaves.length, leafUp, radix);
  if (spines === null) return null;
  const graph = new Graph();
  const low = leaves.map((endpoints) => {
    const leaf = graph.addSwitch();
    graph.attach(leaf, endpoints);
    return leaf;
  });
  const high = graph.addSwitches(spines);
  for (const leaf of low) for (const spine of high) graph.join(leaf, spine, leafUp / spines);
  return graph;
}

/** A three-tier tree of pods; null: it does not close. */
function threeTiers({ leaves, unit, leafUp, spine, radix }: ClosDesign): Graph | null {
  const together = unit <= spine.down ? unit : 1;
  const units = leaves.length / together;
  const pods = Math.ceil(units / Math.floor(spine.down / together));
  const perPod = Math.ceil(units / pods) * together;
  const spines = alike(perPod, leafUp, spine.down);
  if (spines === null) return null;
  const perPosition = alike(pods, spine.up, radix);
  if (perPosition === null) return null;
  const graph = new Graph();
  const podSpines: number[][] = [];
  for (let pod = 0; pod < pods; pod++) {
    const high = graph.addSwitches(spines);
    podSpines.push(high);
    for (const endpoints of leaves.slice(pod * perPod, (pod + 1) * perPod)) {
      const leaf = graph.addSwitch();
      graph.attach(leaf, endpoints);
      for (const each of high) graph.join(leaf, each, leafUp / spines);
    }
  }
  for (let position = 0; position < spines; position++) {
    const cores = graph.addSwitches(perPosition);
    for (const high of podSpines) {
      for (const core of cores) graph.join(high[position] as number, core, spine.up / perPosition);
    }
  }
  return graph;
}

/** All endpoints on one switch; null: it has too few ports. */
function oneSwitch({ leaves, radix }: ClosDesign): Graph | null {
  const endpoints = leaves.reduce((sum, count) => sum + count, 0);
  if (endpoints > radix) return null;
  const graph = new Graph();
  graph.attach(graph.addSwitch(), endpoints);
  return graph;
}

/** `total` endpoints on leaves of `each`, one leaf after the other. */
export const filled = (total: number, each: number): number[] =>
  Array.from({ length: Math.ceil(total / each) }, (_, leaf) => Math.min(each, total - leaf * each));

const builders = [oneSwitch, twoTiers, threeTiers];

/** A tree of so many tiers, one to three; null: it does not close. */
export const treeOf = (tiers: number, design: ClosDesign): Graph | null => builders[tiers - 1]?.(design) ?? null;

/** The tree with the fewest tiers that closes. */
export const smallestTree = (design: ClosDesign): Graph | null =>
  builders.reduce<Graph | null>((found, build) => found ?? build(design), null);
