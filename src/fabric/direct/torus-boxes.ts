import type { Groups } from '../capacity/groups.ts';
import type { Pattern } from '../types.ts';
import type { ShapedLoad } from './capacity.ts';

/** Members of a group along one axis: how many, how far apart, and the places of the axis. */
interface Side {
  readonly members: number;
  readonly apart: number;
  readonly size: number;
}

/** Sides of the boxes that groups fill in the order of endpoints, the last axis first; null where some group is no box. */
function sidesOf(wide: readonly number[], { members, stride }: Groups): Side[] | null {
  const sides: Side[] = [];
  let step = 1;
  let left = members;
  let next = stride;
  for (let axis = wide.length - 1; axis >= 0 && left > 1; axis--) {
    const size = wide[axis] as number;
    const end = step * size;
    if (next < end) {
      if (next % step !== 0) return null;
      const apart = next / step;
      const room = size / apart;
      if (left > room) {
        if (!Number.isInteger(room) || left % room !== 0) return null;
        sides.push({ members: room, apart, size });
        left /= room;
      } else {
        // Groups that follow along an inner axis must not run over its end.
        if (axis > 0 && !Number.isInteger(room / left)) return null;
        sides.push({ members: left, apart, size });
        left = 1;
      }
      next = end;
    }
    step = end;
  }
  return left > 1 ? null : sides;
}

/** Whether the members of a side lie evenly around its ring. */
const isClosed = ({ members, apart, size }: Side): boolean => members > 2 && members * apart === size;

/** Two opposite places of a ring reach each other either way. */
const isTie = ({ members, apart, size }: Side): boolean => members === 2 && size > 2 && 2 * apart === size;

/**
 * Rings along all axes at once, bytes shared out evenly: two rings, one a direction, along an axis that the group closes, one
 * along a line, there and back. Source: Sack and Gropp, "Collective algorithms for multiported torus networks", ACM TOPC 2015;
 * TPU v4 (Jouppi et al., ISCA 2023).
 */
function ringShare(side: Side, sides: readonly Side[]): number {
  const rings = sides.reduce((sum, each) => sum + (isClosed(each) ? 2 : 1), 0);
  return 1 / (isTie(side) ? 2 : 1) / rings;
}

/** The fullest link of a line whose members each send evenly to all of a box of `members`; minimal ways, ties halved. */
function allToAllShare({ members: places, apart, size }: Side, members: number): number {
  const load = new Float64Array(size);
  const each = members / (members - 1) / places;
  // Links of one direction; the other one is the mirror image.
  const add = (from: number, links: number, share: number): void => {
    for (let link = from; link < from + links; link++) load[link % size] = (load[link % size] as number) + share;
  };
  for (let from = 0; from < places; from++) {
    for (let to = 0; to < places; to++) {
      const ahead = ((to - from) * apart + size) % size;
      if (ahead > 0 && 2 * ahead <= size) add(from * apart, ahead, 2 * ahead === size && size > 2 ? each / 2 : each);
    }
  }
  return load.reduce((most, one) => Math.max(most, one), 0);
}

/** Longest axis that is counted link by link; beyond it the middle of an even spread. */
const MOST_COUNTED = 256;

function allToAllBound(side: Side, members: number): number {
  if (side.size <= MOST_COUNTED) return allToAllShare(side, members);
  // A cut carries half of the places times half of the destinations: once in the middle of a line, on two cuts of a ring.
  return ((side.members / 4) * (members / (members - 1))) / (2 * side.members * side.apart > side.size ? 2 : 1);
}

/**
 * Load of the fullest link where every group is a box of the torus, in NICs' worth, and the part of it that comes from choices
 * between ways; null: not boxes, or a pattern that is not shaped to boxes. Interleaved groups share the links of an axis.
 */
export function boxLoad(wide: readonly number[], pattern: Pattern, groups: Groups): ReturnType<ShapedLoad> {
  if (pattern !== 'ring' && pattern !== 'all-to-all') return null;
  const sides = sidesOf(wide, groups);
  if (sides === null || sides.length === 0) return null;
  const loadOf = (side: Side): number =>
    side.apart * (pattern === 'ring' ? ringShare(side, sides) : allToAllBound(side, groups.members));
  const load = Math.max(...sides.map(loadOf));
  // About two orders of the axes for a usual pair: half of a link's bytes could have gone another way.
  if (pattern === 'all-to-all') return { load, chosen: load / 2 };
  return { load, chosen: sides.reduce((most, side) => Math.max(most, isTie(side) ? loadOf(side) / 2 : 0), 0) };
}
