import { describe, expect, it } from 'vitest';
import { type Joined, joinRows, type PartRow } from '../../../src/planning/sweep/join.ts';

async function* part(...points: readonly number[]): AsyncGenerator<PartRow> {
  for (const point of points) yield { point, points: 6, sweep: 's1', text: `row ${point}` };
}

async function joined(...parts: readonly AsyncGenerator<PartRow>[]): Promise<readonly Joined[]> {
  const all: Joined[] = [];
  for await (const each of joinRows(parts)) all.push(each);
  return all;
}

const row = (point: number): Joined => ({ kind: 'row', text: `row ${point}` });

describe('joining parts', () => {
  it('restores the order, in whatever order the parts are given', async () => {
    expect(await joined(part(3, 6), part(1, 4), part(2, 5))).toEqual([1, 2, 3, 4, 5, 6].map(row));
  });

  it('counts a row that two tasks wrote once', async () => {
    expect(await joined(part(1, 2, 3), part(2, 3, 4, 5, 6))).toEqual([1, 2, 3, 4, 5, 6].map(row));
  });

  it('names what is missing, in the middle and at the end', async () => {
    expect(await joined(part(2, 3), part(5))).toEqual([
      { kind: 'missing', first: 1, last: 1 },
      row(2),
      row(3),
      { kind: 'missing', first: 4, last: 4 },
      row(5),
      { kind: 'missing', first: 6, last: 6 },
    ]);
  });

  it('refuses parts that disagree', async () => {
    async function* other(): AsyncGenerator<PartRow> {
      yield { point: 1, points: 6, sweep: 's1', text: 'another row' };
    }
    expect((await joined(part(1, 2), other())).at(-1)).toEqual({ kind: 'conflict', point: 1 });
  });

  it('tells which part belongs to another sweep, or has its rows out of order', async () => {
    async function* foreign(): AsyncGenerator<PartRow> {
      yield { point: 2, points: 6, sweep: 's2', text: 'row 2' };
    }
    expect(await joined(part(1), foreign())).toEqual([{ kind: 'foreign', part: 1 }]);
    expect((await joined(part(1, 3, 2))).at(-1)).toEqual({ kind: 'disorder', part: 0, point: 2 });
  });
});
