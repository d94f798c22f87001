import {
  formatBytesPerS,
  formatCompute,
  formatLargeCount,
  formatNumber,
  formatPercent,
  formatTime,
} from '../../units/format.ts';
import { known, reason, type SectionOf } from './section.ts';

/** Throughput, utilization and the ceiling that the network sets. */
export const speed: SectionOf = (result, { all }) => {
  const { training } = result;
  const { ceiling } = training;
  const interval = training.step_time_interval_s;
  const rows: string[][] = [];
  const add = (label: string, field: string, value: number | null, format: (value: number) => string, note = '') => {
    if (value !== null || all) rows.push([label, known(value, format), value === null ? reason(result, field) : note]);
  };
  if (interval !== null) {
    const range = `${formatTime(interval.low)} to ${formatTime(interval.high)}`;
    rows.push(['step time, range', range, `${formatPercent(interval.coverage_fraction)}: ${interval.basis}`]);
  } else if (training.step_time_s !== null) {
    rows.push(['step time, range', known(null, formatTime), reason(result, 'training.step_time_interval_s')]);
  }
  add('MFU', 'training.mfu', training.mfu, formatNumber);
  add(
    'MFU, causal half',
    'training.mfu_causal',
    training.mfu_causal ?? null,
    formatNumber,
    'attention below the diagonal',
  );
  add('HFU', 'training.hfu', training.hfu, formatNumber, 'with recomputation');
  add('achieved per GPU', 'training.model_flops_per_gpu_per_s', training.model_flops_per_gpu_per_s, formatCompute);
  add('tokens per second', 'training.tokens_per_s', training.tokens_per_s, formatLargeCount);
  add('tokens per second and GPU', 'training.tokens_per_s_per_gpu', training.tokens_per_s_per_gpu, formatLargeCount);
  add('GPU busy', 'training.gpu_busy_fraction', training.gpu_busy_fraction, formatPercent, 'share of the step');
  add('GPU idle', 'training.idle_fraction', training.idle_fraction, formatPercent);
  add('  of it, for the network', 'training.network_idle_fraction', training.network_idle_fraction, formatPercent);
  add('whole run', 'training.run_time_s', training.run_time_s, formatTime);
  if (ceiling !== null) {
    const { infinite_network_step_time_s: ideal, infinite_network_mfu: mfu } = ceiling;
    rows.push(['step on an infinite network', formatTime(ideal), `MFU ${formatNumber(mfu)}`]);
    add(
      'NIC rate for 95 % of that',
      'training.ceiling.nic_bandwidth_for_95_percent_bytes_per_s',
      ceiling.nic_bandwidth_for_95_percent_bytes_per_s,
      formatBytesPerS,
    );
    for (const { input, elasticity } of all ? ceiling.sensitivity : []) {
      rows.push([`sensitivity to ${input}`, formatNumber(elasticity), '% of the step time per % of the input']);
    }
  }
  const notes = training.mfu === null ? [] : [`MFU counts ${training.mfu_convention}`];
  return rows.length === 0 ? null : { list: true, title: 'speed', head: ['', '', ''], align: 'lrl', rows, notes };
};
