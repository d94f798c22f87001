import type { CollectiveCost, CollectiveOp } from '../types.ts';
import { isAsExpected } from './health.ts';

/** Time of one size, as measured and as modelled. */
export interface Compared {
  readonly bytes: number;
  readonly measuredS: number;
  readonly modelledS: number;
}

/** What a measured group tells about others: time = alpha + beta * factor + steps * stepS. */
export interface Excess {
  /** Of the transfer alone: large messages say nothing about latency. */
  readonly factor: number;
  /** Additional time of every sequential step, s. */
  readonly stepS: number;
}

/** Sequential steps of the ring of an operation. */
function ringSteps(op: CollectiveOp, ranks: number): number {
  if (op === 'send-recv') return 1;
  return (op === 'all-reduce' ? 2 : 1) * (ranks - 1);
}

/** Sequential steps of a tree up and down, as small all-reduces take them. */
const treeSteps = (ranks: number): number => 2 * Math.ceil(Math.log2(ranks));

/** What is carried over for one operation: the factor, and the steps that its size takes. */
export function withExcess(cost: CollectiveCost, op: CollectiveOp, ranks: number, excess: Excess): number {
  const steps = op === 'all-reduce' && cost.limitedBy === 'latency' ? treeSteps(ranks) : ringSteps(op, ranks);
  return cost.alphaS + cost.betaS * excess.factor + steps * excess.stepS;
}

/**
 * Splits what large messages take longer than modelled into a part that grows with the bytes, which becomes a factor, and a
 * part that does not, which every step of the ring brings. One size cannot tell: then all of it goes to the steps, as on
 * the published cluster that was measured in good and in bad times, where the loss was 0.3 ms a step at 64 to 512 ranks.
 * Carried as a factor it would be overstated many times for groups of few steps. What is within the differences of healthy
 * sites, or faster than modelled, is a factor.
 *
 * @param compared large messages by size, at least one
 * @param smallestS what the smallest measured message takes longer: steps cannot bring more
 */
export function excessOf(compared: readonly Compared[], op: CollectiveOp, ranks: number, smallestS: number): Excess {
  const ratios = compared.map(({ measuredS, modelledS }) => measuredS / modelledS).toSorted((a, b) => a - b);
  const ratio = ratios[Math.floor(ratios.length / 2)] ?? 1;
  const [first] = compared;
  const last = compared.at(-1);
  if (ratio <= 1 || isAsExpected(ratio) || first === undefined || last === undefined)
    return { factor: ratio, stepS: 0 };
  const over = ({ measuredS, modelledS }: Compared): number => measuredS - modelledS;
  const excess = Math.max(0, over(last));
  const slope = first.bytes === last.bytes ? 0 : (over(last) - over(first)) / (last.bytes - first.bytes);
  const constant = Math.min(excess - slope * last.bytes, Math.max(0, smallestS), excess);
  const inSteps = Math.max(0, constant);
  return { factor: 1 + (excess - inSteps) / last.modelledS, stepS: inSteps / ringSteps(op, ranks) };
}
