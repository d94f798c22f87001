import { groupBy } from './group-by.ts';
import { predict } from './predict.ts';
import { type Row, readRows, setNames } from './rows.ts';
import { type Options, type Section, wantsFamily, wantsSet } from './section.ts';
import { summarizeErrors } from './statistics.ts';
import { percent, signedPercent, textTable } from './text-table.ts';

/** One run with what the tool says about its memory. */
interface MemoryOutcome {
  readonly row: Row;
  readonly ran: boolean;
  readonly fits: boolean;
  /** Predicted bytes over measured bytes - 1; null where the run left no number. */
  readonly error: number | null;
}

const ran = (row: Row): boolean => row.measured.out_of_memory !== true;

function outcomeOf(row: Row): MemoryOutcome | { readonly row: Row; readonly reason: string } {
  const prediction = predict(row.spec);
  if (!prediction.ok) return { row, reason: prediction.reason };
  const { fits, step } = prediction;
  const measured = row.measured.memory_bytes_per_gpu;
  return {
    row,
    ran: ran(row),
    fits,
    error: measured === undefined ? null : step.memory.totalBytes / measured - 1,
  };
}

const share = (part: number, whole: number): string => (whole === 0 ? '-' : percent(part / whole));

function verdictTable(name: string, outcomes: readonly MemoryOutcome[]): string[] {
  const runs = outcomes.filter((o) => o.ran);
  const failures = outcomes.filter((o) => !o.ran);
  const accepted = runs.filter((o) => o.fits).length;
  const refused = failures.filter((o) => !o.fits).length;
  return [
    name,
    `${accepted}/${runs.length}`,
    share(accepted, runs.length),
    `${refused}/${failures.length}`,
    share(refused, failures.length),
    share(accepted + refused, outcomes.length),
  ];
}

function run(options: Options) {
  const training = setNames('training').filter((set) => wantsSet(options, set));
  const rows = [
    ...training
      .flatMap((set) => readRows('training', set))
      .filter((row) => row.measured.memory_bytes_per_gpu !== undefined && row.duplicateOf === null),
    ...(wantsSet(options, 'nanotron') ? readRows('memory', 'nanotron') : []),
  ].filter((row) => wantsFamily(options, row.family) && row.exclude === null && row.needs === null);
  const all = rows.map(outcomeOf);
  const outcomes = all.filter((o): o is MemoryOutcome => 'fits' in o);
  const skipped = all.length - outcomes.length;
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
      ['set', 'fitted', '', 'out of memory', '', 'right'],
      bySet.map(([set, members]) => verdictTable(set, members)),
    ),
    `  ${rows.length} rows, ${skipped} skipped`,
  ].join('\n');
  return {
    text,
    json: {
      sizes,
      rows: outcomes.map((o) => ({ set: o.row.set, id: o.row.id, ran: o.ran, fits: o.fits, error: o.error })),
      skipped: all.flatMap((o) => ('reason' in o ? [{ set: o.row.set, id: o.row.id, reason: o.reason }] : [])),
    },
  };
}

export const memory: Section = { name: 'memory', run };
