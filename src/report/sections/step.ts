import { breakdownFields } from '../../result/schema.ts';
import { formatPercent, formatTime } from '../../units/format.ts';
import { reason, type SectionOf } from './section.ts';

/** What each part of the breakdown is called for people. */
export const partNames: Readonly<Record<(typeof breakdownFields)[number], string>> = {
  compute_s: 'compute',
  recompute_s: 'recomputation',
  tensor_exposed_s: 'tensor-parallel communication, exposed',
  context_exposed_s: 'context-parallel communication, exposed',
  expert_exposed_s: 'expert-parallel communication, exposed',
  pipeline_exposed_s: 'pipeline sends, exposed',
  pipeline_bubble_s: 'pipeline bubble',
  data_exposed_s: 'data-parallel communication, exposed',
  optimizer_s: 'optimizer',
  jitter_s: 'jitter',
  storage_s: 'storage',
  other_s: 'other',
};

/** Where the time of a step goes, along the critical path of the slowest stage. */
export const step: SectionOf = (result, { all }) => {
  const { breakdown, step_time_s: total } = result.training;
  const head = ['part', 'time', 'share'];
  if (breakdown === null || total === null) {
    const why = reason(result, 'training.step_time_s');
    return {
      list: true,
      title: 'step',
      head,
      align: 'lrr',
      rows: [['step', 'unknown', '']],
      notes: why === '' ? [] : [why],
    };
  }
  const shown = breakdownFields.filter((name) => all || breakdown[name] > 0);
  const rows = shown.map((name) => [
    partNames[name],
    formatTime(breakdown[name]),
    total > 0 ? formatPercent(breakdown[name] / total) : '',
  ]);
  return { list: true, title: 'step', head, align: 'lrr', rows: [...rows, ['step', formatTime(total), '']], notes: [] };
};
