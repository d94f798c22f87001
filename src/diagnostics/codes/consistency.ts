/** FP2xx: values that are each legal but contradict each other. */
export const CONSISTENCY_CODES = {
  FP201: {
    title: 'parallelism does not match the GPUs',
    severity: 'error',
    cause: 'tensor x pipeline x context x data must be the number of GPUs of the job.',
    example: 'parallelism: { tensor: 8, pipeline: 3, data: 64 }',
    fix: 'Leave out `data` and let it follow, or change a factor so that the product fits.',
  },
  FP202: {
    title: 'batch does not divide',
    severity: 'error',
    cause:
      'global_batch must be a multiple of data x micro_batch: every replica takes the same number of micro-batches.',
    example: 'workload: { global_batch: 1000 }\nparallelism: { tensor: 8, data: 128 }',
    fix: 'Change global_batch or micro_batch to the nearest multiple.',
  },
  FP203: {
    title: 'heads do not divide',
    severity: 'error',
    cause:
      'The attention heads are dealt out to the tensor group, with context_exchange: all-to-all to tensor x context ranks, and must divide evenly.',
    example: 'parallelism: { tensor: 7 }',
    fix: 'Choose a tensor size that divides the heads of the model.',
  },
  FP204: {
    title: 'sequence does not divide',
    severity: 'error',
    cause: 'The sequence is cut by context parallelism (and by sequence parallelism) and must divide evenly.',
    example: 'workload: { sequence_length: 8190 }\nparallelism: { context: 4 }',
    fix: 'Change sequence_length or the context size.',
  },
  FP205: {
    title: 'experts do not divide',
    severity: 'error',
    cause:
      'The experts of the model are dealt out to the expert group, and the group must fit into the ranks of a stage.',
    example: 'workload: { model: mixtral-8x7b }\nparallelism: { expert: 3 }',
    fix: 'Choose an expert size that divides the experts and the ranks of a pipeline stage.',
  },
  FP206: {
    title: 'expert parallelism without experts',
    severity: 'error',
    cause: 'The model is dense; there are no experts to spread.',
    example: 'workload: { model: llama-3.1-70b }\nparallelism: { expert: 8 }',
    fix: 'Remove `expert`, or use a mixture-of-experts model.',
  },
  FP207: {
    title: 'pipeline layout does not fit the model',
    severity: 'error',
    cause:
      'pipeline_layout needs one entry for each (virtual) stage, and the entries add up to the layers of the model.',
    example: 'parallelism: { pipeline: 4 }\npipeline_layout: [20, 20, 20]',
    fix: 'List pipeline x virtual_pipeline numbers with the right sum, or leave the key out.',
  },
  FP208: {
    title: 'precision without a peak',
    severity: 'error',
    cause:
      'The matrix units of the GPU do not take this precision, or no rate is published; microscaled formats (mxfp8, nvfp4) need units that scale blocks, which come with fp4.',
    example: 'gpus: { type: a100-80-sxm, count: 1024 }\nprecision: fp8',
    fix: 'Choose a precision the GPU has, or give the peak inline: `type: { base: <id>, peak: { fp8: 2 PFLOPS } }`.',
  },
  FP209: {
    title: 'GPUs do not fill the nodes',
    severity: 'error',
    cause: 'gpus.count must be whole nodes, and a node must fit into its scale-up domain.',
    example: 'gpus: { type: h100-sxm, count: 1001 }',
    fix: 'Use a multiple of gpus.per_node, or set gpus.per_node.',
  },
  FP210: {
    title: 'job larger than the cluster',
    severity: 'error',
    cause: 'workload.gpus asks for more GPUs than gpus.count has.',
    example: 'workload: { gpus: 4096 }',
    fix: 'Lower workload.gpus or raise gpus.count.',
  },
  FP211: {
    title: 'node larger than its hardware',
    severity: 'error',
    cause: 'gpus.per_node or gpus.per_domain exceeds what the server or the scale-up domain holds.',
    example: 'gpus: { type: h100-sxm, count: 1024, per_domain: 16 }',
    fix: 'Lower the number, or name the server or GPU that has more.',
  },
  FP212: {
    title: 'schedule does not fit',
    severity: 'error',
    cause:
      'The pipeline schedule needs virtual stages, an even split, or a number of micro-batches that this plan lacks.',
    example: 'schedule: 1f1b\nparallelism: { pipeline: 2, virtual_pipeline: 2 }',
    fix: 'Change the schedule, the virtual stages or the batch as the message says.',
  },
  FP213: {
    title: 'model dimensions disagree',
    severity: 'error',
    cause:
      'The numbers of an inline model contradict each other, such as key-value heads that do not divide the heads.',
    example:
      'workload: { model: { name: m, layers: 2, hidden: 64, heads: 4, kv_heads: 3, head_dim: 16, ffn: 256, vocab: 1000 } }',
    fix: 'Correct the model. The message names the two numbers.',
  },
  FP214: {
    title: 'more stages than layers',
    severity: 'error',
    cause: 'pipeline x virtual_pipeline exceeds the layers of the model, so that stages would be empty.',
    example: 'parallelism: { pipeline: 128 }',
    fix: 'Use fewer stages, or say with pipeline_layout which ones are empty.',
  },
  FP215: {
    title: 'list does not match the tiers',
    severity: 'error',
    cause: 'A list with one entry for each tier has more entries than the fabric has tiers of that sort.',
    example: 'topology: { kind: fat-tree, tiers: 2, oversubscription: [1, 7] }',
    fix: 'Give one entry for each tier, from the leaf up.',
  },
  FP216: {
    title: 'sharding group does not divide',
    severity: 'error',
    cause: 'sharding_group must divide the data-parallel group: every sharded copy has the same number of ranks.',
    example: 'sharding: full\nsharding_group: 7',
    fix: 'Choose a divisor of the data-parallel size.',
  },
  FP217: {
    title: 'NIC does not fit',
    severity: 'error',
    cause: 'The NICs per node, their rate, or the ports of the switch do not work together in this topology.',
    example: 'nics: { type: cx7-400, per_node: 3 }\ntopology: { kind: rail-optimized }',
    fix: 'Change the NIC, nics.per_node or topology.switch as the message says.',
  },
  FP218: {
    title: 'no whole split of the job',
    severity: 'error',
    cause:
      'The search found no tensor, pipeline and context sizes that divide heads, layers and GPUs and leave data-parallel ranks that divide the global batch.',
    example: 'gpus: { type: h100-sxm, count: 1009, per_node: 1 }',
    fix: 'Use one of the numbers in the message, or state workload.parallelism.',
  },
  FP219: {
    title: 'scaling recipe contradicts the precision',
    severity: 'error',
    cause: 'mxfp8 and fp8-blockwise are 8-bit formats with a recipe of their own: mx and blockwise.',
    example: 'workload: { precision: fp8-blockwise, fp8_recipe: delayed }',
    fix: 'Leave out fp8_recipe, or state precision: fp8 with the recipe.',
  },
  FP220: {
    title: 'server of other GPUs',
    severity: 'error',
    cause:
      'A server is sold with its GPUs: price, power and shape of one for other GPUs say nothing about this cluster. A variant that no server of the catalog holds may name one of its generation.',
    example: 'gpus: { type: h100-sxm, server: gb200-nvl72 }',
    fix: 'Name a server of the GPU type, or leave the key out.',
  },
} as const;
