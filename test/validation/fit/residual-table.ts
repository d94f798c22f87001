import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ResidualClass, ResidualTable } from '../../../src/evaluation/accuracy/residuals.ts';
import { mean, median, quantile } from '../statistics.ts';
import type { Residual } from './residual.ts';

const CONSTANTS = new URL('../../../configs/catalog/constants/compute.yaml', import.meta.url);

/** Names the constants a residual table belongs to; a test compares it. */
const constantsVersion = (): string => createHash('sha256').update(readFileSync(CONSTANTS)).digest('hex').slice(0, 16);

const rounded = (value: number | null): number => Number((value ?? 0).toPrecision(4));

function errors(logErrors: readonly number[]): { median: number; p90: number; bias: number } {
  const relative = logErrors.map((e) => Math.exp(e) - 1);
  const absolute = relative.map(Math.abs);
  return { median: rounded(median(absolute)), p90: rounded(quantile(absolute, 0.9)), bias: rounded(mean(relative)) };
}

type Keys = Pick<ResidualClass, 'family' | 'generation' | 'model' | 'precision'>;

/** Every class that has rows, in a fixed order: all, by generation, model and precision, then by family. */
export function residualTableOf(residuals: readonly Residual[]): ResidualTable {
  const distinct = <T extends string>(values: readonly T[]): T[] => [...new Set(values)].sort();
  const any: Keys = { family: null, generation: null, model: null, precision: null };
  const generations = distinct(residuals.map((r) => r.generation));
  const models = ['dense', 'MoE'] as const;
  const precisions = ['16-bit', 'low'] as const;
  const keys: Keys[] = [
    any,
    ...models.flatMap((model) => [{ ...any, model }, ...precisions.map((precision) => ({ ...any, model, precision }))]),
    ...generations.flatMap((generation) => [
      { ...any, generation },
      ...models.flatMap((model) => [
        { ...any, generation, model },
        ...precisions.map((precision) => ({ ...any, generation, model, precision })),
      ]),
    ]),
    ...distinct(residuals.map((r) => r.family)).map((family) => ({ ...any, family })),
  ];
  const classes = keys.flatMap((key) =>
    [true, false].flatMap((complete): ResidualClass[] => {
      const members = residuals.filter(
        (r) =>
          r.complete === complete &&
          (key.family === null || r.family === key.family) &&
          (key.generation === null || r.generation === key.generation) &&
          (key.model === null || r.model === key.model) &&
          (key.precision === null || r.precision === key.precision),
      );
      if (members.length === 0) return [];
      return [
        {
          ...key,
          complete,
          n: members.length,
          families: new Set(members.map((r) => r.family)).size,
          fitted: errors(members.map((r) => r.now)),
          leftOut: errors(members.map((r) => r.leftOut)),
          factor80: rounded(
            Math.exp(
              quantile(
                members.map((r) => Math.abs(r.leftOut)),
                0.8,
              ) ?? 0,
            ),
          ),
        },
      ];
    }),
  );
  return { constants: constantsVersion(), classes };
}
