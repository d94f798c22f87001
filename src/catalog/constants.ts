import type { Confidence, ConstantScope, ModelConstant } from './types.ts';

/** The machine and software a plan runs on, as far as model constants may depend on it. */
export interface ConstantTarget {
  readonly generation?: string;
  readonly vendor?: string;
  readonly transport?: string;
  readonly framework?: string;
  readonly year: number;
}

export interface ResolvedModelConstant {
  readonly value: number;
  readonly unit: string;
  readonly source: string;
  readonly confidence: Confidence;
}

/**
 * The value of every constant for one target: of the values whose whole scope matches, the one that names most keys (a
 * range of years is one key); of equals the first.
 */
export function resolveConstants(
  constants: readonly ModelConstant[],
  target: ConstantTarget,
): Readonly<Record<string, ResolvedModelConstant>> {
  const resolved: Record<string, ResolvedModelConstant> = {};
  for (const constant of constants) {
    let best: ModelConstant['values'][number] | null = null;
    let bestKeys = -1;
    for (const candidate of constant.values) {
      const keys = matchedKeys(candidate.scope, target);
      if (keys > bestKeys) {
        best = candidate;
        bestKeys = keys;
      }
    }
    if (best === null) continue;
    const { source, confidence } = best.provenance;
    resolved[constant.id] = { value: best.value, unit: constant.unit, source, confidence };
  }
  return resolved;
}

/** Keys of a scope when all of them match, -1 when one does not; a generation's refresh matches it half. */
function matchedKeys(scope: ConstantScope, target: ConstantTarget): number {
  let keys = 0;
  if (scope.generation !== undefined) {
    if (scope.generation === target.generation) keys += 1;
    else if (target.generation?.startsWith(`${scope.generation}-`)) keys += 0.5;
    else return -1;
  }
  for (const key of ['vendor', 'transport', 'framework'] as const) {
    if (scope[key] === undefined) continue;
    if (scope[key] !== target[key]) return -1;
    keys++;
  }
  if (scope.yearFrom === undefined && scope.yearTo === undefined) return keys;
  const inYears = target.year >= (scope.yearFrom ?? -Infinity) && target.year <= (scope.yearTo ?? Infinity);
  return inYears ? keys + 1 : -1;
}
