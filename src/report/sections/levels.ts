import type { Result } from '../../result/schema.ts';
import { known, reason } from './section.ts';

type Money = Pick<Result, 'cost' | 'power'>;

/** Columns of a section about money or power: one, or one for each price level where a range was asked for. */
export interface Levels {
  /** Cells of one field and why it is unknown; null where all are zero or absent and not everything is asked for. */
  readonly cells: (
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
  return {
    cells: (field, value, format) => {
      const values = levels.map(value);
      if (values.includes(undefined)) return null;
      const why = values.includes(null) ? reason(result, range === undefined ? field : `range.low.${field}`) : '';
      const shown = values.some((each) => (each === null ? why !== '' : (each ?? 0) > 0));
      return all || shown ? [...values.map((each) => known(each ?? null, format)), why] : null;
    },
    head: (single) => ['', ...(range === undefined ? [single] : ['low', 'typical', 'high']), ''],
    align: `l${'r'.repeat(levels.length)}l`,
  };
}
