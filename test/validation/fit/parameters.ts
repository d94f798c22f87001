import type { ModelConstant } from '../../../src/catalog/types.ts';
import { BOUNDS } from './bounds.ts';
import { constantsOf, type Observation } from './observations.ts';

/** One value of the constants table that is set on measurements, and the observations that use it. */
export interface Parameter {
  readonly id: string;
  readonly entry: number;
  readonly scope: string;
  readonly value: number;
  readonly bounds: readonly [number, number];
  readonly users: readonly number[];
}

export function withValue(table: readonly ModelConstant[], id: string, entry: number, value: number): ModelConstant[] {
  return table.map((constant) =>
    constant.id === id
      ? { ...constant, values: constant.values.map((each, i) => (i === entry ? { ...each, value } : each)) }
      : constant,
  );
}

const scopeText = (scope: object): string => {
  const keys = Object.entries(scope).map(([key, value]) => `${key} ${value}`);
  return keys.length === 0 ? 'all' : keys.join(', ');
};

/** Every value marked `fitted` whose id has bounds. Which observations use it is found by marking it. */
export function parameters(table: readonly ModelConstant[], observed: readonly Observation[]): Parameter[] {
  return table.flatMap((constant) => {
    const bounds = BOUNDS[constant.id];
    if (bounds === undefined) return [];
    return constant.values.flatMap((value, entry) => {
      if (value.provenance.confidence !== 'fitted') return [];
      const marked = withValue([constant], constant.id, entry, Number.MAX_VALUE);
      const users = observed.flatMap((o, index) =>
        constantsOf(o, marked)[constant.id]?.value === Number.MAX_VALUE ? [index] : [],
      );
      return [{ id: constant.id, entry, scope: scopeText(value.scope), value: value.value, bounds, users }];
    });
  });
}
