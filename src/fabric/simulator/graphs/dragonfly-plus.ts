import { attachInOrder, type Draw, linkRate, shapeOf, startGraph } from './wiring.ts';

/** Leaf-spine groups; the links of a pair of groups go round the spines of both. */
export const drawDragonflyPlus: Draw = (blueprint) =>
  startGraph(blueprint, ['leaf', 'spine'], (builder) => {
    const hosts = shapeOf(blueprint, 'hosts');
    const leaves = shapeOf(blueprint, 'leaves');
    const spines = shapeOf(blueprint, 'spines');
    const groups = shapeOf(blueprint, 'groups');
    const perPair = shapeOf(blueprint, 'links_per_pair', 1);
    const rate = linkRate(blueprint);
    const leaf = builder.addSwitches(0, leaves * groups);
    const spine = builder.addSwitches(1, spines * groups);
    for (let group = 0; group < groups; group++) {
      for (let l = 0; l < leaves; l++) {
        for (let s = 0; s < spines; s++) builder.join(leaf + group * leaves + l, spine + group * spines + s, 1, rate);
      }
    }
    const taken = new Array<number>(groups).fill(0);
    const nextSpine = (group: number): number => {
      const place = taken[group] as number;
      taken[group] = place + 1;
      return spine + group * spines + (place % spines);
    };
    for (let a = 0; a < groups; a++) {
      for (let b = a + 1; b < groups; b++) {
        for (let link = 0; link < perPair; link++) builder.join(nextSpine(a), nextSpine(b), 1, rate);
      }
    }
    return attachInOrder(builder, blueprint, leaf, hosts, [spine, spines * groups]);
  });
