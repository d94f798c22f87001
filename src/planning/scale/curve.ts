import { CAUSE } from '../../evaluation/verdict.ts';
import type { Breakdown, Result } from '../../result/schema.ts';
import { formatCount } from '../../units/format.ts';
import type { Evaluated } from '../sweep/row.ts';

/** One GPU count, with the plan that is best there. */
export interface ScalePoint {
  readonly gpus: number;
  readonly result: Result | null;
  /** Why there is no result, or none that runs. */
  readonly problem: string | null;
  /** Tokens a second against the first point that runs. */
  readonly speedup: number | null;
  /** Speed-up per GPU added. */
  readonly efficiency: number | null;
  /** Tokens a second for each GPU added since the point before. */
  readonly marginalTokensPerS: number | null;
  /** The same against the tokens a second that a GPU brought at the first point. */
  readonly marginalFraction: number | null;
}

export interface Knee {
  readonly gpus: number;
  readonly marginalFraction: number;
  /** What grew most, and what limits it: `data-parallel communication: reduce-scatter over 2,048 ranks, latency`. */
  readonly cause: string;
}

export interface ScalingCurve {
  readonly points: readonly ScalePoint[];
  /** First count at which a GPU added brings less than the threshold; null: none of these. */
  readonly knee: Knee | null;
  /** Smallest count that runs, and why the count before it does not; null: none runs. */
  readonly smallest: { readonly gpus: number; readonly before: string | null } | null;
}

/** @param threshold share of the first point's tokens per GPU below which a GPU added is not worth it */
export function scalingCurve(
  counts: readonly { readonly gpus: number; readonly evaluated: Evaluated }[],
  threshold: number,
): ScalingCurve {
  const points: ScalePoint[] = [];
  let first: { readonly gpus: number; readonly tokensPerS: number } | null = null;
  let before: { readonly gpus: number; readonly tokensPerS: number } | null = null;
  for (const { gpus, evaluated } of counts) {
    const result = evaluated.ok ? evaluated.result : null;
    const tokensPerS = result?.training.tokens_per_s ?? null;
    if (tokensPerS === null) {
      const problem = evaluated.ok ? evaluated.result.verdict.headline : evaluated.problem;
      points.push({
        gpus,
        result,
        problem,
        speedup: null,
        efficiency: null,
        marginalTokensPerS: null,
        marginalFraction: null,
      });
      continue;
    }
    const here = { gpus, tokensPerS };
    first ??= here;
    const marginal: number | null = before === null ? null : (tokensPerS - before.tokensPerS) / (gpus - before.gpus);
    points.push({
      gpus,
      result,
      problem: null,
      speedup: tokensPerS / first.tokensPerS,
      efficiency: tokensPerS / first.tokensPerS / (gpus / first.gpus),
      marginalTokensPerS: marginal,
      marginalFraction: marginal === null ? null : marginal / (first.tokensPerS / first.gpus),
    });
    before = here;
  }
  return { points, knee: kneeOf(points, threshold), smallest: smallestOf(points) };
}

function smallestOf(points: readonly ScalePoint[]): ScalingCurve['smallest'] {
  const index = points.findIndex(({ speedup }) => speedup !== null);
  const found = points[index];
  if (found === undefined) return null;
  return { gpus: found.gpus, before: points[index - 1]?.problem ?? null };
}

function kneeOf(points: readonly ScalePoint[], threshold: number): Knee | null {
  const first = points.find(({ speedup }) => speedup !== null);
  const knee = points.find(({ marginalFraction }) => marginalFraction !== null && marginalFraction < threshold);
  if (first?.result == null || knee?.result == null || knee.marginalFraction === null) return null;
  return { gpus: knee.gpus, marginalFraction: knee.marginalFraction, cause: causeOf(first.result, knee.result) };
}

/** The part of the step whose GPU time per token grew most between two points, with its slowest collective. */
function causeOf(first: Result, knee: Result): string {
  const [a, b] = [first.training.breakdown, knee.training.breakdown];
  if (a === null || b === null) return 'unknown';
  // Seconds a token of a GPU: step parts over the tokens that one GPU handles.
  const share = (result: Result, part: keyof Breakdown): number => {
    const { breakdown, step_time_s: step, tokens_per_s_per_gpu: rate } = result.training;
    return breakdown === null || step === null || rate === null ? 0 : breakdown[part] / (rate * step);
  };
  const grown = (Object.keys(CAUSE) as (keyof Breakdown)[])
    .map((part) => ({ part, growth: share(knee, part) - share(first, part) }))
    .sort((x, y) => y.growth - x.growth)[0];
  if (grown === undefined) return 'unknown';
  const dimension = /^(\w+)_exposed_s$/.exec(grown.part)?.[1];
  const slowest = knee.collectives
    .filter(({ group }) => group === dimension)
    .sort((x, y) => y.exposed_s - x.exposed_s)[0];
  const cause = CAUSE[grown.part];
  if (grown.part === 'pipeline_bubble_s') return `${cause}: ${formatCount(knee.plan.pipeline)} stages`;
  if (slowest === undefined) return cause;
  return `${cause}: ${slowest.op} over ${formatCount(slowest.ranks)} ranks, limited by ${slowest.limited_by}`;
}
