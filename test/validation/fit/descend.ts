import type { Plan } from '../../../src/spec/plan.ts';
import { logError, type Observation } from './observations.ts';
import type { Parameter } from './parameters.ts';

const LAST_STEP = 0.006;
const SHRINK = 0.65;
/** Errors beyond this count little more: an outlier must not pull a constant. */
const OUTLIER = 0.3;

const loss = (error: number): number => Math.min(Math.abs(error), OUTLIER) + 0.5 * error * error;

/** Families weigh by the square root of their rows, so that the largest does not decide alone. */
function weights(observed: readonly Observation[]): number[] {
  const key = (o: Observation): string => `${o.row.family}/${o.generation}`;
  const counts = new Map<string, number>();
  for (const o of observed) counts.set(key(o), (counts.get(key(o)) ?? 0) + 1);
  return observed.map((o) => 1 / Math.sqrt(counts.get(key(o)) ?? 1));
}

const setConstant = (constants: Plan['constants'], id: string, value: number): Plan['constants'] => {
  const old = constants[id];
  return old === undefined ? constants : { ...constants, [id]: { ...old, value } };
};

/**
 * Coordinate descent on the weighted robust loss of ln(predicted / measured), relative steps that shrink, inside bounds.
 * Deterministic. `firstStep` is the first relative change. Returns the values in the order of `parameters`.
 */
export function descend(
  observed: readonly Observation[],
  constants: readonly Plan['constants'][],
  parameters: readonly Parameter[],
  firstStep: number,
): number[] {
  const weight = weights(observed);
  const current = [...constants];
  const errors = observed.map((o, i) => logError(o, current[i] as Plan['constants']));
  const values = parameters.map((p) => p.value);
  for (let step = firstStep; step > LAST_STEP; step *= SHRINK) {
    for (let pass = 0; pass < 4; pass++) {
      let improved = false;
      parameters.forEach((parameter, index) => {
        for (const direction of [1, -1]) {
          const old = values[index] as number;
          const next = Math.min(parameter.bounds[1], Math.max(parameter.bounds[0], old * (1 + direction * step)));
          if (next === old) continue;
          let change = 0;
          const changed = parameter.users.map((user) => {
            const tried = setConstant(current[user] as Plan['constants'], parameter.id, next);
            const error = logError(observed[user] as Observation, tried);
            change += (weight[user] as number) * (loss(error) - loss(errors[user] as number));
            return { user, tried, error };
          });
          if (change >= -1e-5) continue;
          values[index] = next;
          for (const { user, tried, error } of changed) {
            current[user] = tried;
            errors[user] = error;
          }
          improved = true;
          break;
        }
      });
      if (!improved) break;
    }
  }
  return values;
}
