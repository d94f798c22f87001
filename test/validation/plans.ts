import { buildMachine } from '../../src/evaluation/machine.ts';
import { search } from '../../src/planning/search/search.ts';
import { groupBy } from './group-by.ts';
import { predict } from './predict.ts';
import { type Row, readRows, setNames } from './rows.ts';
import { type Options, type Section, wantsFamily, wantsSet } from './section.ts';
import { median } from './statistics.ts';
import { percent, seconds, signedPercent, textTable } from './text-table.ts';

/** Plans that are ranked: of a published plan behind them it is only said that it is. */
const RANKED = 200;

interface Standing {
  readonly id: string;
  readonly gpus: number;
  readonly candidates: number;
  /** Of the published plan among the plans of the common space that fit, from 1; null: behind those that are ranked. */
  readonly rank: number | null;
  /** By the model's own measure, s. */
  readonly published_s: number;
  readonly best_s: number;
  /** Whether the published plan fits by the model's own measure. */
  readonly fits: boolean;
}

/** Where the search puts a published plan; null where the row is refused or nothing fits. */
function standingOf({ id, spec }: Row): Standing | null {
  const published = predict(spec);
  if (!published.ok) return null;
  const { plan, step, fits } = published;
  const built = buildMachine(plan);
  if (!built.ok) return null;
  // The software of the run stays as it is, with what it overlaps; its plan is open.
  const open = { ...plan, layout: null, layoutHints: {}, overlapHints: plan.workload.overlap };
  const { best, counts } = search(
    { ...built.machine, plan: open },
    { space: 'common', top: RANKED, exhaustive: false },
  );
  const [winner] = best;
  if (winner === undefined) return null;
  const faster = best.filter(({ stepTimeS }) => stepTimeS < step.stepTimeS).length;
  return {
    id,
    gpus: plan.workload.gpus,
    candidates: counts.candidates,
    rank: faster < RANKED ? faster + 1 : null,
    published_s: step.stepTimeS,
    best_s: Math.min(winner.stepTimeS, fits ? step.stepTimeS : Number.POSITIVE_INFINITY),
    fits,
  };
}

/** One run of each family, its largest, so that the section ends in minutes; all of them with --rows. */
function published(options: Options): readonly Row[] {
  const rows = setNames('training')
    .filter((set) => wantsSet(options, set))
    .flatMap((set) => readRows('training', set))
    .filter(({ family, complete, exclude, needs, duplicateOf, spec }) => {
      const { parallelism } = spec['workload'] as { readonly parallelism?: unknown };
      const states = typeof parallelism === 'object' && complete && exclude === null && needs === null;
      return states && duplicateOf === null && wantsFamily(options, family);
    });
  if (options.everyRow) return rows;
  const gpusOf = ({ spec }: Row): number => (spec['gpus'] as { readonly count: number }).count;
  return [...groupBy(rows, ({ family }) => family).values()].map((runs) =>
    runs.reduce((largest, row) => (gpusOf(row) > gpusOf(largest) ? row : largest)),
  );
}

function run(options: Options) {
  const standings = published(options).flatMap((row) => standingOf(row) ?? []);
  const losses = standings.filter(({ fits }) => fits).map((each) => each.published_s / each.best_s - 1);
  const text = [
    'Published plans among the plans that the search knows, by the step times of the model',
    '',
    textTable(
      ['run', 'GPUs', 'plans', 'rank', 'published (s)', 'best (s)', 'slower by'],
      standings.map(({ id, gpus, candidates, rank, published_s: own, best_s: best, fits }) => [
        id,
        String(gpus),
        String(candidates),
        fits ? (rank === null ? `> ${RANKED}` : String(rank)) : 'does not fit',
        seconds(own),
        seconds(best),
        signedPercent(own / best - 1),
      ]),
    ),
    '',
    `${losses.length} runs; the published plan is slower than the best one by ${percent(median(losses))} in the median`,
  ].join('\n');
  return { text, json: standings };
}

/** How far published plans are from the best ones, by the model's own measure. */
export const plans: Section = { name: 'plans', slow: true, run };
