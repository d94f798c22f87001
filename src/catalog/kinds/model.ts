import * as z from 'zod';
import { type Compiled, type EntryContext, entryHeader, entryKeys } from '../common.ts';
import { once } from '../once.ts';
import type { Model } from '../types.ts';
import { architectureKeys, completeArchitecture } from './architecture.ts';

/** A model as a catalog entry: the keys of an inline `workload.model` and its published parameter count. */
export const modelSchema = once(() =>
  z.strictObject({
    ...entryKeys,
    ...architectureKeys,
    parameters: z
      .number()
      .positive()
      .optional()
      .register(z.globalRegistry, { description: 'Published parameter count' }),
  }),
);

export type ModelInput = z.output<ReturnType<typeof modelSchema>>;

/** A catalog model, or the key of its shape that contradicts another and why. */
export function compileModel(
  input: ModelInput,
  context: EntryContext,
): Compiled<Model> | { ok: false; path: readonly string[]; reason: string } {
  const outcome = completeArchitecture(input, input.name ?? context.id);
  if (!outcome.ok) return outcome;
  const { parameters } = input;
  const architecture =
    parameters === undefined ? outcome.architecture : { ...outcome.architecture, publishedParameters: parameters };
  return { ok: true, value: { ...entryHeader(input, null, context), architecture } };
}
