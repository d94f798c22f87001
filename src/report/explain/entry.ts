/**
 * What feeds a field: another result field by its path, `plan:<name>` for an input of the plan (see plan-inputs.ts), or
 * `constant:<id>` for a model constant; for the equipment behind a sum `price:<kinds>`, `draw:<kinds>`,
 * `rating:all`, `covered:network` and `tier:[]` (see equipment.ts).
 */
export type InputRef = string;

/** Why a field has its value. The unit is in the field's name. */
export interface Entry {
  readonly meaning: string;
  readonly formula: string;
  /** Where the formula comes from. */
  readonly source: string;
  readonly inputs: readonly InputRef[];
}

/** By field path; list items as `[]`. */
export type Entries = Readonly<Record<string, Entry>>;

/** The formula follows from what the words mean. */
const byDefinition = 'by definition';

export const entry = (
  meaning: string,
  formula: string,
  inputs: readonly InputRef[],
  source: string = byDefinition,
): Entry => ({ meaning, formula, source, inputs });

/** A part of the parallel plan. */
export const chosen = (meaning: string, inputs: readonly InputRef[]): Entry =>
  entry(
    meaning,
    'as the spec states it, otherwise the fastest of the plans that the search tries and that fit',
    inputs,
  );

/** A value that is stated, not calculated. */
export const stated = (meaning: string, inputs: readonly InputRef[] = []): Entry => entry(meaning, 'as stated', inputs);
