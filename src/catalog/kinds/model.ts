import * as z from 'zod';
import { type Compiled, deviceKeys, type EntryContext, entryHeader } from '../common.ts';
import type { Model } from '../types.ts';
import { architectureKeys, completeArchitecture } from './architecture.ts';

/** A model as a catalog entry: the keys of an inline `workload.model` and its published parameter count. */
export const modelSchema = z.strictObject({
  ...deviceKeys,
  ...architectureKeys,
  base: z.undefined().optional(),
  parameters: z.number().positive().optional().meta({ description: 'Published parameter count' }),
});

export type ModelInput = z.output<typeof modelSchema>;

/** A catalog model; what contradicts is reported as `path: reason` in `missing`. */
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
