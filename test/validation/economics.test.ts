import { describe, expect, it } from 'vitest';
import { difference, isMet } from './economics/item.ts';
import { economicsItems } from './economics.ts';

const items = economicsItems();
const judged = items.filter(({ tolerance }) => tolerance !== null);

describe('published and worked figures of money and power', () => {
  it.each(judged.map((item) => [`${item.subject}: ${item.figure} ${item.expected}`, item] as const))(
    '%s',
    (_, item) => {
      expect({ met: isMet(item), difference: difference(item) }).toMatchObject({ met: true });
    },
  );

  it('are of every kind that has one', () => {
    const subjects = new Set(items.map(({ subject }) => subject.split(/[,:(]/)[0]?.trim()));
    for (const wanted of ['golden TCO', 'rail-only', 'consistency', 'SuperPOD H100', '8 x H100 node under training']) {
      expect([...subjects]).toContain(wanted);
    }
  });

  it('stand beside those of another scope with a known value', () => {
    const beside = items.filter(({ tolerance }) => tolerance === null);
    expect(beside.length).toBeGreaterThanOrEqual(6);
    expect(beside.filter(({ found }) => found === null)).toEqual([]);
  });
});
