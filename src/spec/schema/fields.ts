import * as z from 'zod';

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
    .min(min)
    .max(max)
    .meta({ description, ...(examples === undefined ? {} : { examples: [...examples] }) });

/** A share from 0 to 1. */
export const share = (description: string) => z.number().min(0).max(1).meta({ description });

/** A plain number that must not be negative. */
export const nonNegative = (description: string) => z.number().min(0).max(1e15).meta({ description });

export const text = (description: string, examples: readonly string[] = []) =>
  z
    .string()
    .min(1)
    .max(MAX_TEXT)
    .meta({ description, ...(examples.length === 0 ? {} : { examples: [...examples] }) });

export const flag = (description: string) => z.boolean().meta({ description });

/** Lists of the catalog whose ids a spec names. */
export type CatalogList = 'gpus' | 'nics' | 'switches' | 'servers' | 'optics' | 'models';

/** A catalog id. Which ids exist is checked when the plan is resolved; the JSON Schema lists the built-in ones. */
export const catalogId = (list: CatalogList, description: string, examples: readonly string[] = []) =>
  z
    .string()
    .min(1)
    .max(MAX_TEXT)
    .meta({
      description: `${description}: catalog id (fabricplan catalog ${list})`,
      catalog: list,
      ...(examples.length === 0 ? {} : { examples: [...examples] }),
    });
