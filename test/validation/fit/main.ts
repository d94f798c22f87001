import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseDocument } from 'yaml';
import { builtinCatalog } from '../../../src/catalog/builtin.ts';
import { groupBy } from '../group-by.ts';
import { mean, median, quantile } from '../statistics.ts';
import { percent, signedPercent, textTable } from '../text-table.ts';
import { coverage } from './coverage.ts';
import { fitted } from './fitted.ts';
import { constantsOf, logError, type Observation, observations } from './observations.ts';
import { type Parameter, parameters } from './parameters.ts';
import { type Residual, residual } from './residual.ts';
import { residualTableOf } from './residual-table.ts';

const usage = `npm run fit -- [options]
  (none)              refit every fitted constant on the tuned sets, print old and new
  --write             and write the new values into the constants file (then: npm run generate)
  --leave-out         instead, hold out one family at a time and print its error beside the tuned one;
                      with --write, bundle the residuals that error bars come from
`;

const table = builtinCatalog.constants;

const summary = (errors: readonly number[]): string[] => {
  const absolute = errors.map((e) => Math.abs(Math.exp(e) - 1));
  return [
    String(errors.length),
    percent(median(absolute) ?? 0),
    percent(quantile(absolute, 0.9) ?? 0),
    signedPercent(mean(errors.map((e) => Math.exp(e) - 1)) ?? 0),
  ];
};

const HELD_OUT = new URL('../data/held-out.json', import.meta.url);
const RESIDUALS = new URL('../../../src/evaluation/accuracy/residuals.json', import.meta.url);
const FILE = new URL('../../../configs/catalog/constants/compute.yaml', import.meta.url);

/** Puts fitted values into the constants file, comments and layout kept. */
function write(fittedParameters: readonly Parameter[], newValues: readonly number[]): void {
  const document = parseDocument(readFileSync(FILE, 'utf8'));
  const ids = (document.toJS() as { constants: { id: string }[] }).constants.map(({ id }) => id);
  fittedParameters.forEach((p, i) => {
    document.setIn(
      ['constants', ids.indexOf(p.id), 'values', p.entry, 'value'],
      Number((newValues[i] as number).toPrecision(3)),
    );
  });
  const temporary = new URL(`${FILE.href}.new`);
  writeFileSync(temporary, document.toString({ lineWidth: 0, flowCollectionPadding: true }));
  renameSync(temporary, FILE);
}

function refit(tuned: readonly Observation[], save: boolean): string {
  const live = parameters(table, tuned);
  const { values } = fitted(table, tuned, live);
  const used = live.filter((p) => p.users.length > 0);
  if (save) write(used, values);
  return textTable(
    ['constant', 'scope', 'rows', 'families', 'now', 'fitted', 'at bound', ''],
    used.map((p, i) => {
      const value = values[i] as number;
      const families = new Set(p.users.map((user) => tuned[user]?.row.family));
      return [
        p.id,
        p.scope,
        String(p.users.length),
        String(families.size),
        p.value.toPrecision(3),
        value.toPrecision(3),
        value === p.bounds[0] || value === p.bounds[1] ? 'yes' : '',
        p.users.length >= 10 && families.size >= 2 ? '' : 'single-set',
      ];
    }),
  );
}

/** Every observation with its error now and with its family held out of the fit. */
function heldOut(all: readonly Observation[], tuned: readonly Observation[]): Residual[] {
  const live = parameters(table, tuned);
  const now = (o: Observation): number => logError(o, o.plan.constants);
  return [...groupBy(all, (o) => o.row.family)].flatMap(([family, members]) => {
    const rest = tuned.filter((o) => o.row.family !== family);
    const without = rest.length === tuned.length ? table : fitted(table, rest, live).table;
    return members.map((o) => residual(o, now(o), logError(o, constantsOf(o, without))));
  });
}

function leaveOut(all: readonly Observation[], tuned: readonly Observation[], save: boolean): string {
  const residuals = heldOut(all, tuned);
  if (save) {
    writeFileSync(HELD_OUT, `[\n${residuals.map((r) => JSON.stringify(r)).join(',\n')}\n]\n`);
    writeFileSync(RESIDUALS, `${JSON.stringify(residualTableOf(residuals.filter((r) => !r.lora)), null, 2)}\n`);
  }
  const lines = [...groupBy(residuals, (r) => `${r.family}${r.complete ? '' : ' (incomplete)'}`)].map(
    ([name, members]) => [
      name,
      members[0]?.tuned === true ? 'tuned' : 'untuned',
      ...summary(members.map((r) => r.now)),
      ...summary(members.map((r) => r.leftOut)).slice(1),
      members[0]?.complete === true ? percent(coverage(residuals, members[0].family)) : '-',
    ],
  );
  return textTable(
    ['family', 'rows', 'n', 'now: median', 'p90', 'bias', 'held out: median', 'p90', 'bias', 'in the 80 % range'],
    lines,
  );
}

const { values } = parseArgs({
  options: {
    'leave-out': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(usage);
} else {
  const all = observations();
  const tuned = all.filter((o) => o.tuned && typeof o.plan.workload.task === 'string');
  process.stdout.write(`${values['leave-out'] ? leaveOut(all, tuned, values.write) : refit(tuned, values.write)}\n`);
}
