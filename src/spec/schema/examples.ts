/** A line to add for each key that has no default. */
export const EXAMPLES: Readonly<Record<string, string>> = {
  gpus: 'gpus: { type: h100-sxm, count: 1024 }',
  'gpus.type': 'type: h100-sxm',
  'gpus.count': 'count: 1024',
  nics: 'nics: { type: cx7-400 }',
  topology: 'topology: { kind: rail-optimized }',
  'topology.kind': 'kind: rail-optimized',
  workload: 'workload: { model: llama-3.1-70b, sequence_length: 8192, global_batch: 1024 }',
  'workload.model': 'model: llama-3.1-70b',
  'workload.sequence_length': 'sequence_length: 8192',
  'workload.global_batch': 'global_batch: 1024',
};
