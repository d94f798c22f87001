/** FP10x: keys and values of a spec. */
export const SCHEMA_CODES = {
  FP101: {
    title: 'unknown key',
    severity: 'error',
    cause: 'The spec has a key that means nothing here. A mistyped key would otherwise be ignored in silence.',
    example: 'topology: { kind: fat-tree, oversubscriptoin: 2 }',
    fix: 'Correct the spelling or remove the key. `fabricplan schema spec` lists every key.',
  },
  FP102: {
    title: 'unknown catalog entry',
    severity: 'error',
    cause: 'An id names a GPU, NIC, switch, server or model that is not in the catalog.',
    example: 'gpus: { type: h1OO-sxm, count: 1024 }',
    fix: 'Pick an id from `fabricplan catalog`, describe the device inline, or add it with `catalog: ./ours.yaml`.',
  },
  FP103: {
    title: 'wrong type',
    severity: 'error',
    cause: 'A value has another shape than its key takes: text for a number, a list for a mapping, and so on.',
    example: 'workload: { sequence_length: "8192" }',
    fix: 'Write a value of the expected kind. Numbers and booleans stand without quotes; booleans are true and false.',
  },
  FP104: {
    title: 'quantity not understood',
    severity: 'error',
    cause:
      'A quantity has no unit, a unit of another dimension, or an ambiguous one. `b` is bits and `B` bytes; `G` is 10^9 and `Gi` 2^30; case matters.',
    example: 'topology: { kind: fat-tree, link_bandwidth: 400 gbps }',
    fix: 'Write the unit exactly: 400 Gb/s, 50 GB/s, 80 GB, 80 GiB, 1.5 us, 700 W, 2 MW, 25 USD, 0.08 USD/kWh.',
  },
  FP105: {
    title: 'value out of range',
    severity: 'error',
    cause: 'A number lies outside the range that has a meaning: a negative price, zero GPUs, a share above 1.',
    example: 'gpus: { type: h100-sxm, count: 0 }',
    fix: 'Use a value within the range that the message names.',
  },
  FP106: {
    title: 'missing key',
    severity: 'error',
    cause: 'A key that has no sensible default is absent.',
    example: 'gpus: { type: h100-sxm }',
    fix: 'Add the key. `fabricplan init` prints a complete spec.',
  },
  FP107: {
    title: 'not one of the choices',
    severity: 'error',
    cause: 'The key takes one of a few words and this is none of them.',
    example: 'topology: { kind: fat-treee }',
    fix: 'Use one of the words that the message lists.',
  },
  FP108: {
    title: 'not available in this version',
    severity: 'error',
    cause:
      'The key or choice is planned but this version does not calculate it. Ignoring it would give a wrong answer.',
    example: 'workload: { kind: inference }',
    fix: 'Remove the key, or use a version that has it.',
  },
  FP109: {
    title: 'keys exclude each other',
    severity: 'error',
    cause: 'Two keys say the same thing in different ways, so that one would have to be ignored.',
    example: 'nics: { type: cx7-400, per_gpu: 1, per_node: 8 }',
    fix: 'Keep one of the keys.',
  },
} as const;
