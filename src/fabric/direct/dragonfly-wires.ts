import { globalLinks } from './dragonfly-wiring.ts';
import type { Wires } from './wires.ts';

/** Minimal paths of a Dragonfly: one global link at most, and as few local ones beside it as there are. */
export function dragonflyWires(
  hosts: number,
  routers: number,
  perRouter: number,
  groups: number,
  detour: number,
): Wires {
  const ports = routers * perRouter;
  const links = groups === 1 ? [] : globalLinks(groups, ports, perRouter);
  const atOffset = Array.from({ length: groups }, (_, offset) => links.filter((each) => each.offset === offset));
  const half = (groups - 1) / 2;
  /** Ends of the links from one group to another; of an odd number of left over ports only some groups have them. */
  const endsOf = (here: number, there: number) => {
    const offset = (there - here + groups) % groups;
    const found = atOffset[offset] ?? [];
    if (found.length < 2) return found[0]?.ends ?? [];
    const extra = offset === half ? here < half : there < half;
    return found[extra ? 1 : 0]?.ends ?? [];
  };
  const local = routers * groups * routers;
  const most = links.reduce((largest, { ends }) => Math.max(largest, ends.length), 1);
  return {
    switches: routers * groups,
    endpointsPerSwitch: hosts,
    linksPerPath: 1,
    levels: [
      { linksOf: () => routers * (routers - 1), detour },
      { linksOf: () => groups * ports, detour },
    ],
    path(from, to, use) {
      const [here, there] = [Math.floor(from / routers), Math.floor(to / routers)];
      const [a, b] = [from % routers, to % routers];
      if (here === there) {
        use(from * routers + b, 0, here, 1);
        return;
      }
      const ends = endsOf(here, there);
      const steps = (exit: number, entry: number): number => (exit === a ? 0 : 1) + (entry === b ? 0 : 1);
      const fewest = ends.reduce((least, [exit, entry]) => Math.min(least, steps(exit, entry)), 2);
      const taken = ends.filter(([exit, entry]) => steps(exit, entry) === fewest).length;
      ends.forEach(([exit, entry], index) => {
        if (steps(exit, entry) !== fewest) return;
        if (exit !== a) use(from * routers + exit, 0, here, 1 / taken);
        use(local + (here * groups + there) * most + index, 1, 0, 1 / taken);
        if (entry !== b) use((there * routers + entry) * routers + b, 0, there, 1 / taken);
      });
    },
  };
}
