import { expectedMaximum } from '../capacity/expected-maximum.ts';
import type { Groups } from '../capacity/groups.ts';
import { DIRECTIONS, type Spreading } from '../capacity/link-load.ts';
import { sendsOf } from '../capacity/sends.ts';
import type { Pattern } from '../types.ts';
import type { Wires } from './wires.ts';

/** Pairs of switches that are walked at most, where a path has a link or two; larger networks are described by their mean load. */
const MOST_PAIRS = 2 ** 19;

/** Where domains sit that are not in order, and the positions of one. */
export interface Placed {
  readonly slots: Int32Array;
  readonly width: number;
}

/** Load of one link in NICs' worth, and the part of it that comes from choices between equal paths. */
export interface Load {
  readonly level: number;
  readonly block: number;
  load: number;
  chosen: number;
}

/**
 * Load of every link that minimal paths use while all groups run the pattern, NICs at full rate; null where there are too
 * many pairs to walk. `perSwitch` positions hang on a switch, `parts` of them are one NIC.
 */
export function wireLoads(
  wires: Wires,
  pattern: Pattern,
  { members, stride }: Groups,
  parts: number,
  positions: number,
  placed: Placed | null,
): Map<number, Load> | null {
  const perSwitch = wires.endpointsPerSwitch * parts;
  const run = members * stride;
  const end = Math.max(1, Math.floor(positions / run)) * run;
  const sent = new Map<number, number>();
  const send = (from: number, to: number, nics: number): void => {
    if (from === to) return;
    const key = from * wires.switches + to;
    sent.set(key, (sent.get(key) ?? 0) + nics);
  };
  const switchAt =
    placed === null
      ? (position: number): number => Math.floor(position / perSwitch)
      : (position: number): number => {
          const domain = Math.floor(position / placed.width);
          const slot = placed.slots[domain] ?? domain;
          return Math.floor((slot * placed.width + (position % placed.width)) / perSwitch);
        };
  const mostPairs = MOST_PAIRS / wires.linksPerPath;
  if (pattern === 'all-to-all') {
    if (!sendToAll()) return null;
  } else {
    if (end > mostPairs) return null;
    const sends = sendsOf(pattern, members);
    for (let first = 0; first < end; first += run) {
      for (const [a, b, share] of sends) {
        for (let offset = first; offset < first + stride; offset++) {
          send(switchAt(offset + a * stride), switchAt(offset + b * stride), share / parts);
        }
      }
    }
  }
  const loads = new Map<number, Load>();
  for (const [key, nics] of sent) {
    wires.path(Math.floor(key / wires.switches), key % wires.switches, (link, level, block, share) => {
      let found = loads.get(link);
      if (found === undefined) {
        found = { level, block, load: 0, chosen: 0 };
        loads.set(link, found);
      }
      found.load += nics * share;
      found.chosen += nics * share * (1 - share);
    });
  }
  return loads;

  /** Groups whose members sit on the same switches are alike: each is walked once with the number of its kind. */
  function sendToAll(): boolean {
    let pairs = 0;
    for (let first = 0; first < end; first += run) {
      const alike = new Map<string, { here: Map<number, number>; count: number }>();
      for (let offset = first; offset < first + stride; offset++) {
        const here = new Map<number, number>();
        for (let member = 0; member < members; member++) {
          const at = switchAt(offset + member * stride);
          here.set(at, (here.get(at) ?? 0) + 1);
        }
        pairs += members;
        if (pairs > mostPairs) return false;
        const key = [...here].join();
        const known = alike.get(key);
        if (known === undefined) alike.set(key, { here, count: 1 });
        else known.count++;
      }
      for (const { here, count } of alike.values()) {
        pairs += here.size * here.size;
        if (pairs > mostPairs) return false;
        for (const [from, some] of here)
          for (const [to, others] of here) send(from, to, (some * others * count) / (members - 1) / parts);
      }
    }
    return true;
  }
}

/** Precision of the search for the load with detours. */
const HALVINGS = 40;

/**
 * How far NICs are held back by the links of one level, in units of a link's time at full NIC rate. One path: by the fullest
 * link, and where hashing chooses between equal paths by the expected excess of its Poisson part. Adaptive routing sends what
 * does not fit the minimal paths round by links that have room, `detour` of them for one, inside each block.
 */
export function slowestWire(
  loads: Iterable<Load>,
  wires: Wires,
  level: number,
  spreading: Spreading,
  flowsPerNicSent: number,
): number {
  const own = [...loads].filter((each) => each.level === level);
  if (own.length === 0) return 0;
  const fullest = own.reduce((most, { load }) => Math.max(most, load), 0);
  if (spreading.routing === 'static') return fullest;
  if (spreading.routing === 'ecmp') {
    return own.reduce((most, each) => Math.max(most, hashed(each, DIRECTIONS * own.length, flowsPerNicSent)), 0);
  }
  const { linksOf, detour } = wires.levels[level] as Wires['levels'][number];
  if (detour === null) return fullest / spreading.adaptiveSustained;
  const blocks = new Map<number, number[]>();
  for (const { block, load } of own) {
    const known = blocks.get(block);
    if (known === undefined) blocks.set(block, [load]);
    else known.push(load);
  }
  let worst = 0;
  for (const [block, each] of blocks) worst = Math.max(worst, detoured(each, linksOf(block), detour));
  return worst / spreading.adaptiveSustained;
}

/** Load of a link that hashing chooses for part of its flows, the fullest of `bins` like it. */
function hashed({ load, chosen }: Pick<Load, 'load' | 'chosen'>, bins: number, flowsPerNicSent: number): number {
  if (chosen <= 0) return load;
  const mean = load * flowsPerNicSent;
  const excess = (expectedMaximum(mean, bins) - mean) * Math.sqrt(chosen / load);
  return load + excess / flowsPerNicSent;
}

/** How far NICs are held back by links that are all alike, where minimal paths alone are taken. */
export function shapedLoad(
  each: Pick<Load, 'load' | 'chosen'>,
  links: number,
  { routing, adaptiveSustained }: Spreading,
  flowsPerNicSent: number,
): number {
  if (routing === 'ecmp') return hashed(each, links, flowsPerNicSent);
  return routing === 'adaptive' ? each.load / adaptiveSustained : each.load;
}

/**
 * Share of the room of a level that detours find: a way round needs all its links free at once. What flow-level simulation
 * leaves on dragonfly, dragonfly-plus, HyperX and slim fly alike (`npm run validate -- simulation`).
 */
const FOUND_ROOM = 0.8;

/** Least time in which what overflows the loaded links fits, `detour` times, into the room of all `links`. */
function detoured(loads: readonly number[], links: number, detour: number): number {
  const fits = (time: number): boolean => {
    let over = 0;
    let room = (links - loads.length) * time;
    for (const load of loads) {
      if (load > time) over += load - time;
      else room += time - load;
    }
    return over * detour <= room * FOUND_ROOM;
  };
  let high = loads.reduce((most, load) => Math.max(most, load), 0);
  let low = 0;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (fits(middle)) high = middle;
    else low = middle;
  }
  return high;
}
