/** Links between one group and the groups at one offset (group i and group i + offset, modulo the groups). */
export interface GroupLinks {
  readonly offset: number;
  /** Router at this end and router at the far end, by number in their groups. */
  readonly ends: readonly (readonly [number, number])[];
  /** Share of the groups that have these links; below 1 only for the last port of an odd number of ports. */
  readonly share: number;
}

/**
 * Global links of a Dragonfly of `groups` groups with `ports` = a h global ports each; port n belongs to router floor(n / h).
 * As many whole rounds as fit join each group with every other: in round r the link to group i + o leaves port
 * r (g - 1) + o - 1 and arrives at port r (g - 1) + g - o - 1. The ports left over join each group with its nearest
 * neighbours on either side, and the opposite group where their number is odd. All groups look alike, so that one stands
 * for all. Arrangement "relative": Camarero, Vallejo, Beivide, "Topological characterization of Hamming and Dragonfly
 * networks", 2014.
 */
export function globalLinks(groups: number, ports: number, perRouter: number): GroupLinks[] {
  const others = groups - 1;
  const rounds = Math.floor(ports / others);
  const used = rounds * others;
  const left = ports - used;
  const router = (port: number): number => Math.floor(port / perRouter);
  const links = Array.from({ length: others }, (_, index) => {
    const offset = index + 1;
    const ends: [number, number][] = [];
    for (let round = 0; round < rounds; round++) {
      const base = round * others;
      ends.push([router(base + offset - 1), router(base + groups - offset - 1)]);
    }
    return { offset, ends, share: 1 };
  });
  const at = (offset: number): [number, number][] => links[offset - 1]?.ends ?? [];
  for (let side = 1; side <= Math.floor(left / 2); side++) {
    const [outward, inward] = [router(used + 2 * side - 2), router(used + 2 * side - 1)];
    at(side).push([outward, inward]);
    at(groups - side).push([inward, outward]);
  }
  if (left % 2 === 0) return links;
  const last = router(ports - 1);
  if (groups % 2 === 0) {
    at(groups / 2).push([last, last]);
    return links;
  }
  // An odd number of groups cannot all be paired: group i < (g - 1) / 2 is paired with group i + (g - 1) / 2.
  const half = others / 2;
  return links.flatMap((link) => {
    if (link.offset !== half && link.offset !== groups - half) return [link];
    const share = half / groups;
    return [
      { ...link, share: 1 - share },
      { ...link, ends: [...link.ends, [last, last] as const], share },
    ];
  });
}

/** Ordered pairs of routers of two groups at each distance in links, 0 to 3, for groups of `routers`, completely joined. */
export function pairDistances(routers: number, ends: GroupLinks['ends']): readonly number[] {
  const direct = new Set(ends.map(([here, there]) => here * routers + there)).size;
  const here = new Set(ends.map(([end]) => end)).size;
  const there = new Set(ends.map(([, end]) => end)).size;
  const far = (routers - here) * (routers - there);
  return [0, direct, routers * routers - direct - far, far];
}
