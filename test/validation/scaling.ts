import { groupBy } from './group-by.ts';
import { predict } from './predict.ts';
import { type Row, readRows } from './rows.ts';
import type { Section } from './section.ts';
import { textTable } from './text-table.ts';

/** Bus bandwidth of the 1 GiB all-reduce that a job on a healthy fabric measured, by the notes of the data set. */
const HEALTHY_GB_S = 140;
const HEALTHY_TWO_NODES_GB_S = 285;

const BATCH = 256;
const GPUS_PER_NODE = 8;
/** What the issue of an interval may be off by. */
const TOLERANCE = 0.15;

interface Run {
  readonly row: Row;
  readonly model: string;
  readonly nodes: number;
  readonly measuredTokensPerS: number;
  readonly predictedTokensPerS: number;
}

interface Workload {
  readonly model: { readonly name: string };
  readonly global_batch: number;
  readonly sequence_length: number;
}

function healthyRuns(): Run[] {
  return readRows('memory', 'nanotron').flatMap((row): Run[] => {
    const { model, global_batch: batch, sequence_length: length } = row.spec['workload'] as Workload;
    const { count } = row.spec['gpus'] as { readonly count: number };
    const { step_time_s: measuredS, all_reduce_busbw_gb_s: probe = 0 } = row.measured;
    const nodes = count / GPUS_PER_NODE;
    const healthy = probe >= (nodes === 2 ? HEALTHY_TWO_NODES_GB_S : HEALTHY_GB_S);
    if (nodes < 2 || batch !== BATCH || measuredS === undefined || !healthy) return [];
    const prediction = predict(row.spec);
    if (!prediction.ok) throw new Error(`${row.id}: ${prediction.reason}`);
    const tokens = batch * length;
    const predictedTokensPerS = tokens / prediction.step.stepTimeS;
    return [{ row, model: model.name, nodes, measuredTokensPerS: tokens / measuredS, predictedTokensPerS }];
  });
}

/** The fastest run of one model on one number of nodes: as measured, and by the model's own choice among those tried. */
interface Point {
  readonly nodes: number;
  readonly tried: number;
  readonly measured: Run;
  readonly chosen: Run;
}

const fastest = (runs: readonly Run[], by: 'measuredTokensPerS' | 'predictedTokensPerS'): Run =>
  runs.reduce((best, run) => (run[by] > best[by] ? run : best));

const pointsOf = (runs: readonly Run[]): Point[] =>
  [...groupBy(runs, ({ nodes }) => String(nodes))]
    .map(([, at]) => ({
      nodes: at[0]?.nodes ?? 0,
      tried: at.length,
      measured: fastest(at, 'measuredTokensPerS'),
      chosen: fastest(at, 'predictedTokensPerS'),
    }))
    .sort((a, b) => a.nodes - b.nodes);

interface Interval {
  readonly model: string;
  readonly from: number;
  readonly to: number;
  /** Speed-up over the share of GPUs added: 1 is perfect. */
  readonly measured: number;
  /** The plans that were fastest in the measurement; and the plans that the model would choose among those tried. */
  readonly same_plans: number;
  readonly own_plans: number;
}

function intervals(model: string, points: readonly Point[]): Interval[] {
  return points.slice(1).map((to, i) => {
    const from = points[i] as Point;
    const efficiency = (of: (point: Point) => number): number => of(to) / of(from) / (to.nodes / from.nodes);
    return {
      model,
      from: from.nodes,
      to: to.nodes,
      measured: efficiency(({ measured }) => measured.measuredTokensPerS),
      same_plans: efficiency(({ measured }) => measured.predictedTokensPerS),
      own_plans: efficiency(({ chosen }) => chosen.predictedTokensPerS),
    };
  });
}

const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
const points = (value: number): string => `${value >= 0 ? '+' : ''}${(100 * value).toFixed(1)}`;

function run() {
  const found = [...groupBy(healthyRuns(), ({ model }) => model)].flatMap(([model, runs]) =>
    intervals(model, pointsOf(runs)),
  );
  const within = (kind: 'same_plans' | 'own_plans'): string => {
    const good = found.filter((each) => Math.abs(each[kind] - each.measured) <= TOLERANCE).length;
    return `${good} of ${found.length} within ${100 * TOLERANCE} points`;
  };
  const text = [
    'Strong-scaling efficiency between two counts of nodes on a healthy fabric: the fastest configuration of each against',
    'the prediction of the same plans, and of the plans that the model finds fastest among those tried; errors in points',
    '',
    textTable(
      ['model', 'nodes', 'measured', 'same plans', 'error', 'own choice', 'error'],
      found.map(({ model, from, to, measured, same_plans: same, own_plans: own }) => [
        model,
        `${from} to ${to}`,
        share(measured),
        share(same),
        points(same - measured),
        share(own),
        points(own - measured),
      ]),
    ),
    '',
    `same plans: ${within('same_plans')}; own choice: ${within('own_plans')}`,
  ].join('\n');
  return { text, json: found };
}

/** Scaling efficiency of one job on more and more nodes of a healthy cluster. */
export const scaling: Section = { name: 'scaling', run };
