import type { Result } from '../../result/schema.ts';
import { known, reason } from './section.ts';
import { isAssumed } from './star.ts';

type Money = Pick<Result, 'cost' | 'power'>;

/** Rows of a section about money or power: one column, or one for each price level where a range was asked for. */
export interface Levels {
  /**
   * One field: label, values, `*` where it rests on an assumption, and why it is unknown (once in a section). null where
   * all values are zero or absent and not everything is asked for.
   */
  readonly row: (
    label: string,
    field: string,
    value: (at: Money) => number | null | undefined,
    format: (value: number) => string,
  ) => readonly string[] | null;
  readonly head: (single: string) => readonly string[];
  readonly align: string;
}

export function levelsOf(result: Result, all: boolean): Levels {
  const { range } = result;
  const levels: readonly Money[] = range === undefined ? [result] : [range.low, range.typical, range.high];
  const told = new Set<string>();
  /** The reasons that no row above has told. */
  const news = (why: string): string => {
    const parts = [...new Set(why.split('; '))];
    const fresh = parts.filter((part) => part !== '' && !told.has(part));
    for (const part of fresh) told.add(part);
    return fresh.join('; ');
  };
  return {
    row: (label, field, value, format) => {
      const values = levels.map(value);
      if (values.includes(undefined)) return null;
      const why = values.includes(null) ? reason(result, range === undefined ? field : `range.low.${field}`) : '';
      const shown = values.some((each) => (each === null ? why !== '' : (each ?? 0) > 0));
      if (!all && !shown) return null;
      const star = !values.includes(null) && isAssumed(result, field) ? '*' : '';
      return [label, ...values.map((each) => known(each ?? null, format)), star, news(why)];
    },
    head: (single) => ['', ...(range === undefined ? [single] : ['low', 'typical', 'high']), '', ''],
    align: `l${'r'.repeat(levels.length)}ll`,
  };
}
