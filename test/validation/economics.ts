import { shippedConfigs } from './economics/configs.ts';
import { goldenCost } from './economics/golden.ts';
import { difference, type Item, isMet } from './economics/item.ts';
import { networkShares } from './economics/network-share.ts';
import { deepseek, railOnly } from './economics/networks.ts';
import { nodePower, superPodPower } from './economics/power.ts';
import { groupBy } from './group-by.ts';
import type { Section } from './section.ts';
import { textTable } from './text-table.ts';

/** Published and worked figures of money and power, and laws that hold in every shipped design. */
export const economicsItems = (): readonly Item[] => [
  ...goldenCost(),
  ...railOnly(),
  ...deepseek(),
  ...superPodPower(),
  ...nodePower(),
  ...networkShares(),
  ...shippedConfigs(),
];

const number = (value: number | null): string =>
  value === null ? 'unknown' : Number.isInteger(value) ? value.toLocaleString('en-US') : value.toPrecision(7);

const verdict = (item: Item): string => {
  const met = isMet(item);
  return met === null ? 'beside' : met ? 'met' : 'MISSED';
};

export const economics: Section = {
  name: 'economics',
  run: () => {
    const items = economicsItems();
    const bySubject = groupBy(items, ({ subject }) => subject);
    const blocks = [...bySubject].map(([subject, own]) =>
      [
        subject,
        textTable(
          ['figure', 'expected', 'found', 'difference', 'allowed', ''],
          own.map((item) => {
            const off = difference(item);
            return [
              item.figure,
              number(item.expected),
              number(item.found),
              off === null ? '-' : `${(100 * off).toFixed(3)} %`,
              item.tolerance === null ? '-' : `${(100 * item.tolerance).toPrecision(2)} %`,
              verdict(item),
            ];
          }),
        ),
        ...[...new Set(own.map(({ note }) => note))].map((note) => `    ${note}`),
      ].join('\n'),
    );
    const judged = items.filter(({ tolerance }) => tolerance !== null);
    const met = judged.filter((item) => isMet(item) === true);
    return {
      text: [...blocks, `  ${met.length} of ${judged.length} met`].join('\n\n'),
      json: items.map((item) => ({ ...item, difference: difference(item), met: isMet(item) })),
    };
  },
};
