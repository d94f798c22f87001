import type { Result } from '../../result/schema.ts';
import { formatBytes, formatPercent } from '../../units/format.ts';
import type { SectionOf } from './section.ts';

/** What fills the memory of the worst stage, with the spec key that governs each part. */
export const memoryParts = (
  result: Result,
): readonly { readonly label: string; readonly bytes: number; readonly setBy: string }[] => {
  const { memory } = result.training;
  return [
    { label: 'weights', bytes: memory.weights_bytes, setBy: 'workload.model' },
    { label: 'gradients', bytes: memory.gradients_bytes, setBy: 'workload.gradient_precision' },
    { label: 'optimizer states', bytes: memory.optimizer_bytes, setBy: 'workload.sharding' },
    { label: 'activations', bytes: memory.activations_bytes, setBy: 'workload.recompute' },
    { label: 'other', bytes: memory.other_bytes, setBy: '' },
  ];
};

export const memory: SectionOf = (result, { all }) => {
  const { memory: m } = result.training;
  const parts = memoryParts(result).filter((part) => all || part.bytes > 0);
  const share = (value: number): string => (m.capacity_bytes > 0 ? formatPercent(value / m.capacity_bytes) : '');
  return {
    list: true,
    title: `memory per GPU (worst stage: ${m.worst_stage})`,
    head: ['part', 'size', 'of capacity'],
    align: 'lrr',
    rows: [
      ...parts.map((part) => [part.label, formatBytes(part.bytes), share(part.bytes)]),
      ['total', formatBytes(m.total_bytes), share(m.total_bytes)],
      ['capacity', formatBytes(m.capacity_bytes), ''],
    ],
    notes: [],
  };
};
