/** FP4xx: the command line. */
export const USAGE_CODES = {
  FP401: {
    title: 'command not understood',
    severity: 'error',
    cause: 'The command, an option, or an argument is unknown or missing.',
    example: '$ fabricplan analize cluster.yaml',
    fix: 'See `fabricplan --help`, or `fabricplan <command> --help`.',
  },
  FP402: {
    title: 'unknown result field',
    severity: 'error',
    cause: 'A field name is not in the result. Fields are written in full, with dots.',
    example: '$ fabricplan analyze cluster.yaml --explain training.step_tme_s',
    fix: 'Correct the name. `fabricplan schema result` lists every field.',
  },
  FP403: {
    title: 'output cannot be written',
    severity: 'error',
    cause:
      'The file of -o cannot be created (it is opened before anything is computed), or the place that output goes to is full.',
    example: '$ fabricplan analyze cluster.yaml -o /no/such/folder/result.json',
    fix: 'Check that the folder exists, may be written and has room.',
  },
  FP404: {
    title: 'unknown format',
    severity: 'error',
    cause: 'The format, or the ending of the output file, is none that this command writes.',
    example: '$ fabricplan analyze cluster.yaml --format yaml',
    fix: 'Use one of the formats that the message lists.',
  },
  FP405: {
    title: 'nothing to explain',
    severity: 'error',
    cause: 'The argument of `explain` is neither a diagnostic code nor a result field nor a topic.',
    example: '$ fabricplan explain FP999',
    fix: 'Give a code such as FP102, a field such as training.mfu, or `exit-codes`.',
  },
  FP406: {
    title: 'values are assumed',
    severity: 'error',
    cause: '--strict-assumptions was given and the spec leaves values to defaults.',
    example: '$ fabricplan analyze cluster.yaml --strict-assumptions',
    fix: 'Set the listed keys in the spec, or drop the option.',
  },
  FP407: {
    title: 'gate not understood',
    severity: 'error',
    cause: 'A gate is not a field, a comparison and a value that fits the field.',
    example: "$ fabricplan compare base.yaml new.yaml --fail-on 'training.step_time_s <= fast'",
    fix: 'Write <field> <op> <value>: absolute (<= 2.5, <= 80 GiB) or relative to the base (<= +5%).',
  },
} as const;
