import { closedFormS } from '../../src/collectives/algorithm.ts';
import { islandGpus } from '../../src/collectives/geometry.ts';
import { collectiveModel, type DescribedCollectiveModel } from '../../src/collectives/model.ts';
import { ALGORITHMS } from '../../src/collectives/registry.ts';
import { simulateS } from '../../src/collectives/schedule.ts';
import type { CollectiveOp, Interconnect } from '../../src/collectives/types.ts';
import { lowerBoundS } from '../collectives/bounds.ts';
import { GB, MIB, US } from '../collectives/machine.ts';

/** How often a law was checked and how often it did not hold. */
export interface LawOutcome {
  readonly law: string;
  readonly checked: number;
  readonly broken: number;
}

const OPS: readonly CollectiveOp[] = [
  'all-reduce',
  'reduce-scatter',
  'all-gather',
  'broadcast',
  'reduce',
  'all-to-all',
  'send-recv',
];
/** More domains never make these faster; of an all-to-all each member sends less to each. */
const GROWING: readonly CollectiveOp[] = ['all-reduce', 'reduce-scatter', 'all-gather', 'broadcast', 'reduce'];
const SIZES = Array.from({ length: 32 }, (_, i) => 2 ** (i + 3));
const MOST_DOMAINS = 8;
const SLACK = 1e-9;

class Tally {
  #checked = 0;
  #broken = 0;

  add(holds: boolean): void {
    this.#checked++;
    if (!holds) this.#broken++;
  }

  outcome(law: string): LawOutcome {
    return { law, checked: this.#checked, broken: this.#broken };
  }
}

/** Group sizes on a machine: inside a domain, full domains and partly filled ones. */
function rankCounts(interconnect: Interconnect): number[] {
  const island = islandGpus(interconnect.cluster);
  const inside = [2, 3, 4, 6, 8].filter((ranks) => ranks <= island);
  const outside = [2, 3, 4, 8].flatMap((domains) => [(domains - 1) * island + 1, domains * island]);
  return [...new Set([...inside, island, ...outside])].filter((ranks) => ranks > 1);
}

/** null where the algorithm cannot run on the group. */
function namedTimeS(
  model: DescribedCollectiveModel,
  op: CollectiveOp,
  bytes: number,
  ranks: number,
  algorithm: string,
): number | null {
  try {
    return model.describe(op, bytes, { ranks, stride: 1 }, algorithm).chosen.timeS;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Bounds and monotony of every prediction on the machines of the measured curves. */
export function modelLaws(interconnects: readonly Interconnect[]): readonly LawOutcome[] {
  const [bounds, bytesLaw, ranksLaw] = [new Tally(), new Tally(), new Tally()];
  for (const interconnect of interconnects) {
    const model = collectiveModel(interconnect);
    for (const op of OPS) {
      for (const ranks of rankCounts(interconnect)) {
        let before = 0;
        for (const bytes of SIZES) {
          const { timeS } = model.cost(op, bytes, { ranks, stride: 1 });
          bounds.add(timeS >= lowerBoundS(op, bytes, ranks, interconnect) * (1 - SLACK));
          bytesLaw.add(timeS >= before * (1 - SLACK));
          before = timeS;
        }
        for (const { id } of ALGORITHMS.filter(({ ops }) => ops.includes(op))) {
          for (const bytes of [MIB, 4096 * MIB]) {
            const timeS = namedTimeS(model, op, bytes, ranks, id);
            if (timeS !== null) bounds.add(timeS >= lowerBoundS(op, bytes, ranks, interconnect) * (1 - SLACK));
          }
        }
      }
    }
    const island = islandGpus(interconnect.cluster);
    for (const op of GROWING) {
      for (const bytes of SIZES) {
        let before = model.cost(op, bytes, { ranks: 2 * island, stride: 1 });
        for (let domains = 4; domains <= MOST_DOMAINS; domains *= 2) {
          const now = model.cost(op, bytes, { ranks: domains * island, stride: 1 });
          // The library goes by the part of one member: with more of them a gather goes back to a protocol for small parts.
          if (op === 'all-reduce' || now.protocol === before.protocol)
            ranksLaw.add(now.timeS >= before.timeS * (1 - SLACK));
          before = now;
        }
      }
    }
  }
  return [
    bounds.outcome('no prediction beats the bound of links and NICs'),
    bytesLaw.outcome('more bytes never take less time'),
    ranksLaw.outcome('more domains never take less time in one protocol, an all-reduce in any'),
  ];
}

/** Closed forms without a pipeline against their schedules, played step by step; pipelines are held by tests. */
export function scheduleLaw(): LawOutcome {
  const tally = new Tally();
  const link = { alphaS: 3 * US, betaS: 1 / (40 * GB) };
  for (const algorithm of ALGORITHMS) {
    for (const op of algorithm.ops) {
      for (const ranks of [2, 3, 4, 5, 8, 16]) {
        const terms = algorithm.terms(op, ranks);
        const schedule = algorithm.schedule(op, ranks);
        if (terms === null || schedule === null || terms.fillDepth !== undefined) continue;
        const closed = closedFormS(terms, 8 * MIB, link.alphaS, link.betaS);
        tally.add(Math.abs(simulateS(schedule, 8 * MIB, () => link) / closed - 1) < SLACK);
      }
    }
  }
  return tally.outcome('closed forms agree with their schedules played step by step');
}
