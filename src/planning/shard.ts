/** One of `of` equal parts of a run, from 1: every `of`-th of what it goes through, so that a part cut short shows as a gap. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

export const WHOLE: Shard = { index: 1, of: 1 };
