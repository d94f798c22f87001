import { chosen, type Entries, entry, stated } from './entry.ts';

const degree = (words: string) => chosen(words, ['plan:parallelism']);

export const plan: Entries = {
  'plan.tensor': degree('GPUs that share each layer'),
  'plan.pipeline': degree('Pipeline stages'),
  'plan.virtual_pipeline': degree('Model chunks per stage of the interleaved schedule'),
  'plan.context': degree('GPUs that share each sequence'),
  'plan.expert': degree('GPUs over which the experts of a layer are spread'),
  'plan.expert_tensor': degree('GPUs that share each expert'),
  'plan.data': entry('Replicas that take different sequences', 'workload gpus / (tensor x pipeline x context)', [
    'plan:workload.gpus',
    'plan.tensor',
    'plan.pipeline',
    'plan.context',
  ]),
  'plan.micro_batch': chosen('Sequences per forward pass of one replica', ['plan:workload.micro_batch']),
  'plan.sharding': chosen('What the data-parallel replicas share instead of copying', ['plan:workload.sharding']),
  'plan.recompute': chosen('Activations computed again in the backward pass', ['plan:workload.recompute']),
  'plan.schedule': chosen('Order of the micro-batches in the pipeline', ['plan:workload.schedule']),
  'plan.sequence_parallel': chosen('Norms and dropout split over the tensor group', ['plan:parallelism']),
  'plan.chosen_by': stated('Whether the spec or the search chose the parallel plan'),
};
