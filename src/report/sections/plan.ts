import { formatCount } from '../../units/format.ts';
import type { SectionOf } from './section.ts';

/** How the job is spread over the GPUs. */
export const plan: SectionOf = (result, { all }) => {
  const { plan: p } = result;
  const degrees: [string, number][] = [
    ['tensor', p.tensor],
    ['pipeline', p.pipeline],
    ['virtual pipeline', p.virtual_pipeline],
    ['context', p.context],
    ['expert', p.expert],
    ['expert tensor', p.expert_tensor],
    ['data', p.data],
    ['micro-batch', p.micro_batch],
  ];
  const always = new Set(['tensor', 'pipeline', 'data', 'micro-batch']);
  const shown = degrees.filter(([name, degree]) => all || degree > 1 || always.has(name));
  const words = `${p.schedule}, sharding ${p.sharding}, recompute ${p.recompute}${p.sequence_parallel ? ', sequence parallel' : ''}`;
  return {
    title: `plan (${p.chosen_by === 'search' ? 'chosen by the search' : 'from the spec'})`,
    head: shown.map(([name]) => name),
    align: 'r'.repeat(shown.length),
    rows: [shown.map(([, degree]) => formatCount(degree))],
    notes: [words],
  };
};
