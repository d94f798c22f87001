import type { Result } from '../../result/schema.ts';

/** One block of a report for people; the terminal table and Markdown print the same ones. */
export interface Section {
  readonly title: string;
  /** Lines of label, value and note; the others are grids of numbers. */
  readonly list?: true;
  readonly head: readonly string[];
  /** One letter a column: l or r. */
  readonly align: string;
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

export interface SectionOptions {
  readonly all: boolean;
}

/** null: the section does not apply. */
export type SectionOf = (result: Result, options: SectionOptions) => Section | null;

/** A value for people, or `unknown`: never an empty cell. */
export const known = (value: number | null, format: (value: number) => string): string =>
  value === null ? 'unknown' : format(value);

/** Why a field is null, or nothing. */
export const reason = (result: Result, field: string): string => result.reasons[field] ?? '';
