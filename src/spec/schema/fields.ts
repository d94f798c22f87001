import * as z from 'zod';
import { quantity } from '../../catalog/quantity.ts';

// Schemas are built at every start, so they are built cheaply: `register` and one `check` instead of `meta` and a chain of
// `min` and `max`, each of which would copy the schema.

/** Largest count a spec may hold: far above any cluster, and small enough that no product of two leaves exact integers. */
const MAX_COUNT = 67_108_864;

/** Longest list a spec may hold. */
export const MAX_ENTRIES = 16_384;

/** Longest name or path. */
const MAX_TEXT = 1024;

interface CountOptions {
  readonly min?: number;
  readonly max?: number;
  readonly examples?: readonly number[];
}

/** A whole number with its meaning. */
export const count = (description: string, { min = 1, max = MAX_COUNT, examples }: CountOptions = {}) =>
  z
    .int()
    .check(z.gte(min), z.lte(max))
    .register(z.globalRegistry, { description, ...(examples === undefined ? {} : { examples: [...examples] }) });

/** A share from 0 to 1, as a number or in per cent. */
export const share = (description: string, range: 'share' | 'positive-share' = 'share') =>
  quantity('fraction', description, { range });

/** A plain number that must not be negative. */
export const nonNegative = (description: string) =>
  z.number().check(z.gte(0), z.lte(1e15)).register(z.globalRegistry, { description });

const oneLine: z.core.CheckFn<string> = ({ value, issues }) => {
  if (/[\r\n]/.test(value)) issues.push({ code: 'custom', input: value, message: 'must be on one line' });
};

export const text = (description: string, examples: readonly string[] = []) =>
  z
    .string()
    .check(z.minLength(1), z.maxLength(MAX_TEXT), oneLine)
    .register(z.globalRegistry, { description, ...(examples.length === 0 ? {} : { examples: [...examples] }) });

export const flag = (description: string) => z.boolean().register(z.globalRegistry, { description });

/** Lists of the catalog whose ids a spec names. */
export type CatalogList = 'gpus' | 'nics' | 'switches' | 'servers' | 'optics' | 'models';

/** A catalog id. Which ids exist is checked when the plan is resolved; the JSON Schema lists the built-in ones. */
export const catalogId = (list: CatalogList, description: string, examples: readonly string[] = []) =>
  z
    .string()
    .check(z.minLength(1), z.maxLength(MAX_TEXT))
    .register(z.globalRegistry, {
      description: `${description}: catalog id (fabricplan catalog ${list})`,
      catalog: list,
      ...(examples.length === 0 ? {} : { examples: [...examples] }),
    });
