import { groupBy } from './group-by.ts';
import { isNearLimit, isRight, memoryOutcomes, type Verdict } from './memory-outcomes.ts';
import type { Options, Section } from './section.ts';
import { summarizeErrors } from './statistics.ts';
import { percent, signedPercent, textTable } from './text-table.ts';

const share = (part: number, whole: number): string => (whole === 0 ? '-' : percent(part / whole));

function verdictTable(name: string, outcomes: readonly Verdict[]): string[] {
  const runs = outcomes.filter((o) => o.ran);
  const failures = outcomes.filter((o) => !o.ran);
  const accepted = runs.filter(isRight).length;
  const refused = failures.filter(isRight).length;
  const near = outcomes.filter(isNearLimit);
  return [
    name,
    `${accepted}/${runs.length}`,
    share(accepted, runs.length),
    `${refused}/${failures.length}`,
    share(refused, failures.length),
    share(accepted + refused, outcomes.length),
    `${near.filter(isRight).length}/${near.length}`,
    share(near.filter(isRight).length, near.length),
  ];
}

function run(options: Options) {
  const { verdicts: outcomes, unjudged } = memoryOutcomes(options);
  const bySet = [...groupBy(outcomes, (o) => o.row.set)];
  const sizes = bySet.map(([set, members]) => {
    const errors = members.flatMap((o) => (o.error === null ? [] : [o.error]));
    return { set, summary: summarizeErrors(errors) };
  });
  const text = [
    'Memory of the fullest GPU, predicted / measured - 1',
    textTable(
      ['set', 'n', 'median |e|', 'mean |e|', 'bias', 'p90 |e|', 'worst'],
      sizes.map(({ set, summary: s }) => [
        set,
        String(s.n),
        percent(s.medianAbsolute),
        percent(s.meanAbsolute),
        signedPercent(s.bias),
        percent(s.p90Absolute),
        signedPercent(s.worst),
      ]),
    ),
    '',
    'Verdict: runs that ran are called fitting, runs that ran out of memory are refused',
    textTable(
      ['set', 'fitted', '', 'out of memory', '', 'right', 'within a quarter of the limit', ''],
      bySet.map(([set, members]) => verdictTable(set, members)),
    ),
    `  ${outcomes.length + unjudged.length} rows, ${unjudged.length} skipped`,
  ].join('\n');
  return {
    text,
    json: {
      sizes,
      rows: outcomes.map((o) => ({ set: o.row.set, id: o.row.id, ran: o.ran, fits: o.fits, error: o.error })),
      skipped: unjudged.map(({ row, reason }) => ({ set: row.set, id: row.id, reason })),
    },
  };
}

export const memory: Section = { name: 'memory', run };
