import type { Wires } from './wires.ts';

/** Minimal paths of a Dragonfly+: up to any spine inside a group, to the spines that hold a link to another group. */
export function dragonflyPlusWires(
  hosts: number,
  leaves: number,
  spines: number,
  groups: number,
  perPair: number,
  detour: number,
): Wires {
  // The links of a group go to the others in order, round the spines.
  const spineOf = (here: number, there: number, link: number): number =>
    ((there < here ? there : there - 1) * perPair + link) % spines;
  const [down, global] = [groups * leaves * spines, 2 * groups * leaves * spines];
  return {
    switches: leaves * groups,
    endpointsPerSwitch: hosts,
    linksPerPath: 1,
    levels: [
      // Another spine is as far as the minimal one: a way round spares one link between leaf and spine and takes one.
      { linksOf: () => 2 * leaves * spines, detour: 1 },
      { linksOf: () => groups * (groups - 1) * perPair, detour },
    ],
    path(from, to, use) {
      const [here, there] = [Math.floor(from / leaves), Math.floor(to / leaves)];
      if (here === there) {
        for (let spine = 0; spine < spines; spine++) {
          use(from * spines + spine, 0, here, 1 / spines);
          use(down + to * spines + spine, 0, here, 1 / spines);
        }
        return;
      }
      for (let link = 0; link < perPair; link++) {
        use(from * spines + spineOf(here, there, link), 0, here, 1 / perPair);
        use(global + (here * groups + there) * perPair + link, 1, 0, 1 / perPair);
        use(down + to * spines + spineOf(there, here, link), 0, there, 1 / perPair);
      }
    },
  };
}
