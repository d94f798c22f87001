import { attachInOrder, type Draw, linkRate, shapeOf, startGraph } from './wiring.ts';

/** Two global links count as longer than one between two local ones: a minimal path takes one global link at most. */
const GLOBAL_STEPS = 3;

/**
 * Groups of completely joined routers. Global ports of a group go round the other groups at offsets 1, 2, ... as often as
 * they suffice; ports left over join the nearest groups on both sides, and the opposite group (arrangement "relative";
 * Camarero, Vallejo, Beivide, "Topological characterization of Hamming and Dragonfly networks", 2014).
 */
export const drawDragonfly: Draw = (blueprint) =>
  startGraph(blueprint, ['router', 'group'], (builder) => {
    const hosts = shapeOf(blueprint, 'hosts');
    const routers = shapeOf(blueprint, 'routers');
    const perRouter = shapeOf(blueprint, 'global_links');
    const groups = shapeOf(blueprint, 'groups');
    const rate = linkRate(blueprint);
    const first = builder.addSwitches(0, routers * groups);
    for (let group = 0; group < groups; group++) {
      const base = first + group * routers;
      for (let a = 0; a < routers; a++)
        for (let b = a + 1; b < routers; b++) builder.join(base + a, base + b, 1, rate, 0);
    }
    const ports = routers * perRouter;
    const join = (from: number, port: number, to: number, farPort: number): void => {
      const at = (group: number, p: number): number => first + group * routers + Math.floor(p / perRouter);
      builder.join(at(from, port), at(to, farPort), 1, rate, 1, GLOBAL_STEPS);
    };
    const others = groups - 1;
    const rounds = others === 0 ? 0 : Math.floor(ports / others);
    const left = others === 0 ? 0 : ports - rounds * others;
    for (let from = 0; from < groups; from++) {
      for (let to = from + 1; to < groups; to++) {
        const offset = to - from;
        for (let round = 0; round < rounds; round++) {
          join(from, round * others + offset - 1, to, round * others + groups - offset - 1);
        }
      }
      for (let side = 1; side <= Math.floor(left / 2); side++) {
        join(from, rounds * others + 2 * side - 2, (from + side) % groups, rounds * others + 2 * side - 1);
      }
      const half = Math.floor(groups / 2);
      if (left % 2 === 1 && from < half) join(from, ports - 1, from + half, ports - 1);
    }
    return attachInOrder(builder, blueprint, first, hosts, [first, routers * groups]);
  });
