import type { Catalog } from '../../catalog/types.ts';
import { noEffect } from '../../diagnostics/messages/notes.ts';
import { quote } from '../../diagnostics/printable.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import type { Schedule, Workload } from '../plan.ts';
import type { Section } from '../schema/spec.ts';
import { DEFAULT_FRAMEWORK, judged, TODAY } from './defaults.ts';
import type { Resolving } from './resolving.ts';

export function resolveSoftware(
  { ledger, intact, catalog, at, report }: Resolving,
  software: Section<'workload'>['software'],
): Workload['software'] {
  if (software?.framework !== undefined) {
    const known = knownFrameworks(catalog);
    const { framework } = software;
    // Names are ids, and a name in other letters is another framework's.
    const near = known.find((id) => id === framework.toLowerCase()) ?? suggest(framework.toLowerCase(), known)[0];
    const help = near === undefined ? `known: ${known.join(', ')}` : `did you mean ${quote(near)}?`;
    if (!known.includes(framework))
      report(noEffect(at('workload.software.framework'), `as no constant is kept for ${quote(framework)}`, help));
  }
  const today = judged("today's stack");
  const framework =
    software?.framework ??
    (intact('workload.software.framework')
      ? ledger.assume('workload.software.framework', DEFAULT_FRAMEWORK, null, today)
      : '');
  const year = software?.year ?? ledger.assume('workload.software.year', TODAY, 'year', today);
  const version = software?.version;
  return { framework, version: version === undefined ? null : String(version), year };
}

type Overlap = Workload['overlap'];
type Dimension = keyof Overlap;

/**
 * Frameworks whose recipes overlap tensor-parallel communication (Transformer Engine user buffers). Megatron-LM itself does so
 * only when asked (`--tp-comm-overlap`).
 */
const TENSOR_OVERLAP: ReadonlySet<string> = new Set(['megatron-bridge', 'nemo']);
/** Frameworks that gather and reduce layer by layer inside the step. */
const LAYERWISE: ReadonlySet<string> = new Set([
  'llm-foundry-fsdp',
  'pytorch-fsdp',
  'torchtitan',
  'maxtext',
  'paxml',
  'deepspeed',
]);

/** First year in which Megatron-LM hid the gradient reduction under the backward pass. */
const OVERLAP_SINCE = 2023;

/** Frameworks that a constant or a default is kept for, by name. */
function knownFrameworks({ constants }: Catalog): readonly string[] {
  const scoped = constants.flatMap(({ values }) => values.flatMap(({ scope }) => scope?.framework ?? []));
  return [...new Set([DEFAULT_FRAMEWORK, ...scoped, ...TENSOR_OVERLAP, ...LAYERWISE])].toSorted();
}

/**
 * What the framework of that year hides under compute. Megatron-LM of 2021 and 2022 reduced gradients after the last
 * backward pass (Narayanan et al. 2021; Korthikanti et al. 2022); distributed-optimizer overlap and sends beside compute came in
 * 2023; sends hide only in schedules that leave a rank other work (`sendsHide`). Ring attention hides its exchange by
 * construction. Expert all-to-all hides when asked for, and in DualPipe, which pairs passes for it.
 */
function defaultOverlap(framework: string, year: number, schedule: Schedule | undefined): Overlap {
  const modern = year >= OVERLAP_SINCE;
  return {
    tensor: modern && TENSOR_OVERLAP.has(framework) ? 1 : 0,
    pipeline: modern ? 1 : 0,
    data: modern || LAYERWISE.has(framework) ? 1 : 0,
    expert: schedule === 'dual-pipe' ? 1 : 0,
    context: 1,
  };
}

/** Shares that a spec states. */
export const statedOverlap = (stated: Section<'workload'>['overlap']): Partial<Overlap> =>
  Object.fromEntries(
    Object.entries(stated ?? {})
      .filter(([, share]) => share !== undefined)
      .map(([dimension, share]) => [dimension, Number(share)]),
  );

/** Stated shares over the defaults. Only dimensions that the job uses are listed as assumed. */
export function resolveOverlap(
  { ledger }: Resolving,
  stated: Section<'workload'>['overlap'],
  software: Workload['software'],
  schedule: Schedule | undefined,
  used: ReadonlySet<Dimension>,
): Overlap {
  const defaults = defaultOverlap(software.framework, software.year, schedule);
  const does = `what ${software.framework} of ${software.year} does`;
  const source = (dimension: Dimension): string =>
    dimension === 'pipeline' ? `${does}, in schedules that leave a rank other work` : does;
  const share = (dimension: Dimension): number => {
    const given = stated?.[dimension];
    if (given !== undefined) return Number(given);
    const value = defaults[dimension];
    return used.has(dimension)
      ? ledger.assume(`workload.overlap.${dimension}`, value, 'fraction', judged(source(dimension)))
      : value;
  };
  return {
    tensor: share('tensor'),
    pipeline: share('pipeline'),
    data: share('data'),
    expert: share('expert'),
    context: share('context'),
  };
}
