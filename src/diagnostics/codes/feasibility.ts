/** FP3xx: a plan that is well formed and cannot run. Exit code 3. */
export const FEASIBILITY_CODES = {
  FP301: {
    title: 'does not fit in memory',
    severity: 'error',
    cause: 'The fullest pipeline stage needs more memory per GPU than the device offers to the job.',
    example: 'parallelism: { data: 1024 }',
    fix: 'Shard the optimizer or the weights (sharding), raise tensor or pipeline, recompute activations, or lower micro_batch.',
  },
  FP302: {
    title: 'fabric cannot be built',
    severity: 'error',
    cause: 'The switches have too few ports, or the tiers cannot reach that many endpoints.',
    example: 'topology: { kind: single-switch }',
    fix: 'Add a tier, use a switch with more ports, or change the oversubscription.',
  },
  FP303: {
    title: 'no plan fits',
    severity: 'error',
    cause: 'Every way to spread the job over these GPUs that was tried breaks a limit.',
    example: 'gpus: { type: h100-sxm, count: 8 }\nworkload: { model: llama-3.1-405b }',
    fix: 'Use more GPUs, a smaller model, or a lower precision. The message names the limit that was nearest.',
  },
  FP304: {
    title: 'given switch counts are too small',
    severity: 'error',
    cause: 'topology.counts has fewer switches of a tier than the endpoints and links need.',
    example: 'topology: { kind: fat-tree, counts: { leaf: 1, spine: 1 } }',
    fix: 'Raise the count to the number in the message, or leave it out.',
  },
  FP305: {
    title: 'power cap exceeded',
    severity: 'error',
    cause:
      'The ratings of the equipment, cooling included (power.facility_provisioned_w), are above power.facility_cap. A facility is sized for ratings, not for the mean draw of a job.',
    example: 'power: { facility_cap: 100 kW }',
    fix: 'Raise the cap or shrink the cluster.',
  },
} as const;
