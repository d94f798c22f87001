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
    example: 'gpus: { type: h100-sxm, count: 1024, server: dgx-h100 }',
    fix: 'Give the number in the spec or in your own catalog file.',
  },
  FP903: {
    title: 'outside the measured range',
    severity: 'warning',
    cause: 'The plan lies beyond the runs that the model constants were checked against; the result extrapolates.',
    example: 'gpus: { type: h100-sxm, count: 1048576 }',
    fix: 'Treat the result with more caution, or calibrate with a log of your own.',
  },
} as const;
