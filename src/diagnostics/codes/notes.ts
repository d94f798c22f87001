/** FP9xx: remarks. They never change the exit code. */
export const NOTE_CODES = {
  FP901: {
    title: 'key has no effect',
    severity: 'warning',
    cause: 'The key is legal, but another value of the plan makes it meaningless.',
    example: 'sharding: none\nsharding_group: 8',
    fix: 'Remove the key, or change what switches it off.',
  },
  FP902: {
    title: 'value unknown',
    severity: 'note',
    cause: 'The catalog has no number for a part of this plan, so that totals with it are unknown (null), never 0.',
    example: 'gpus: { type: mi300x, count: 1024, server: mi300x-8 }',
    fix: 'Give the number in the spec or in your own catalog file.',
  },
  FP903: {
    title: 'outside the measured range',
    severity: 'warning',
    cause: 'The plan lies beyond the runs that the model constants were checked against; the result extrapolates.',
    example: 'gpus: { type: h100-sxm, count: 1048576 }',
    fix: 'Treat the result with more caution, or calibrate with a log of your own.',
  },
  FP904: {
    title: 'measurements in use',
    severity: 'note',
    cause:
      'Measured collectives of the spec stand in the place of the model where they reach. Elsewhere the model answers, corrected by what it misses on the nearest measured group, or alone.',
    example: 'measured: [{ op: all-reduce, ranks: 512, bytes: 1 GiB, time: 12 ms }]',
    fix: 'Nothing is wrong. Measure the groups that the message names to replace what is carried over.',
  },
  FP905: {
    title: 'log in doubt',
    severity: 'warning',
    cause: 'Rows of a log contradict its labels or each other, scatter too much for a curve, or cannot be used.',
    example: '$ fabricplan calibrate cluster.yaml',
    fix: 'Check the line that the message names; give what a log leaves open with --op, --ranks and --per-node.',
  },
  FP906: {
    title: 'servers used in part',
    severity: 'note',
    cause:
      'Servers are bought and powered whole. Where the cluster uses fewer GPUs of each than it holds, the others are paid for and idle.',
    example: 'gpus: { type: h100-sxm, count: 64, per_node: 4, server: hgx-h100 }',
    fix: 'Use all GPUs of a server, or describe the smaller server in a catalog of your own.',
  },
} as const;
