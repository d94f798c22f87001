import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { collectiveBandwidth } from '../../src/report/collective-bandwidth.ts';
import type { CollectiveOp } from '../../src/spec/calibration.ts';
import { groupBy } from './group-by.ts';
import { predict } from './predict.ts';
import type { Section } from './section.ts';
import { summarizeErrors } from './statistics.ts';
import { percent, signedPercent, textTable } from './text-table.ts';

type Spec = Readonly<Record<string, unknown>> & { readonly gpus: { readonly count: number } };

interface Run {
  readonly id: string;
  readonly spec: Spec;
  readonly measured: Readonly<Record<string, number>>;
}

interface Pair {
  readonly good: Run;
  readonly bad: Run;
}

interface Cell {
  readonly id: string;
  readonly best: readonly (Run & { readonly era: string })[];
  readonly same_layout?: readonly Pair[];
}

const DATA = new URL('./data/memory/fabric_effect.yaml', import.meta.url);
const PROBE_BYTES = 2 ** 30;
const GB = 1e9;

/** Fields of the probe that each job ran before training, as operations on all ranks or on one node. */
const PROBES: readonly [string, CollectiveOp, 'all' | 'node'][] = [
  ['all_reduce_busbw_gb_s', 'all-reduce', 'all'],
  ['all_gather_busbw_gb_s', 'all-gather', 'all'],
  ['reduce_scatter_busbw_gb_s', 'reduce-scatter', 'all'],
  ['node_all_reduce_busbw_gb_s', 'all-reduce', 'node'],
  ['node_all_gather_busbw_gb_s', 'all-gather', 'node'],
];
const NODE_GPUS = 8;

/** The spec with what the job measured on its own fabric: `only` the all-reduce, or every probe. */
function calibrated({ spec, measured }: Run, only: boolean): Spec {
  const points = PROBES.slice(0, only ? 1 : PROBES.length).flatMap(([field, op, where]) => {
    const busbw = measured[field];
    if (busbw === undefined) return [];
    const ranks = where === 'all' ? spec.gpus.count : NODE_GPUS;
    const { busbw: ofOneSecond } = collectiveBandwidth(op, ranks, PROBE_BYTES, 1);
    return [{ op, ranks, bytes: PROBE_BYTES, time: ofOneSecond / (busbw * GB) }];
  });
  return { ...spec, measured: points };
}

interface Outcome {
  readonly cell: string;
  readonly id: string;
  readonly era: string;
  readonly measured_s: number;
  /** Without a measurement, with the all-reduce, with every probe. */
  readonly plain_s: number;
  readonly all_reduce_s: number;
  readonly probes_s: number;
}

function timeOf(spec: Spec): number {
  const prediction = predict(spec);
  if (!prediction.ok) throw new Error(prediction.reason);
  return prediction.step.stepTimeS;
}

function outcomeOf(cell: string, era: string, run: Run): Outcome {
  return {
    cell,
    id: run.id,
    era,
    measured_s: run.measured['step_time_s'] ?? Number.NaN,
    plain_s: timeOf(run.spec),
    all_reduce_s: timeOf(calibrated(run, true)),
    probes_s: timeOf(calibrated(run, false)),
  };
}

const WAYS = ['plain_s', 'all_reduce_s', 'probes_s'] as const;

function errorTable(outcomes: readonly Outcome[]): string {
  return textTable(
    [
      'fabric',
      'runs',
      'spec alone',
      'bias',
      'worst',
      'all-reduce given',
      'bias',
      'worst',
      'all probes',
      'bias',
      'worst',
    ],
    [...groupBy(outcomes, ({ era }) => era)].map(([era, runs]) => [
      era,
      String(runs.length),
      ...WAYS.flatMap((way) => {
        const { meanAbsolute, bias, worst } = summarizeErrors(runs.map((run) => run[way] / run.measured_s - 1));
        return [percent(meanAbsolute), signedPercent(bias), signedPercent(worst)];
      }),
    ]),
  );
}

interface PairOutcome {
  readonly good: Outcome;
  readonly bad: Outcome;
}

const ratio = ({ good, bad }: PairOutcome, way: 'measured_s' | (typeof WAYS)[number]): number => bad[way] / good[way];

const pairTable = (pairs: readonly PairOutcome[]): string =>
  textTable(
    ['same layout, worse over better fabric', 'measured', 'spec alone', 'all-reduce given', 'all probes'],
    pairs.map((pair) => [
      pair.bad.id,
      ...(['measured_s', ...WAYS] as const).map((way) => `${ratio(pair, way).toFixed(2)} x`),
    ]),
  );

function run() {
  const { cells } = parse(readFileSync(DATA, 'utf8')) as { cells: Cell[] };
  const outcomes = cells.flatMap(({ id, best }) => best.map((each) => outcomeOf(id, each.era, each)));
  const pairs = cells.flatMap(({ id, same_layout = [] }) =>
    same_layout.map(({ good, bad }) => ({ good: outcomeOf(id, 'good', good), bad: outcomeOf(id, 'bad', bad) })),
  );
  const text = [
    'Step time on healthy and sick fabrics, predicted / measured - 1: from the spec alone, with the 1 GiB all-reduce of the',
    'job in `measured:`, and with all of its 1 GiB probes there',
    '',
    errorTable(outcomes),
    '',
    pairTable(pairs),
  ].join('\n');
  return { text, json: { outcomes, pairs } };
}

/** What a worse fabric costs: jobs that measured their own fabric before they trained on it. */
export const fabricEffect: Section = { name: 'fabric-effect', run };
