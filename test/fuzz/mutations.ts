import type { Random } from './random.ts';
import { type Place, places, removeAt, renameAt, setAt, type Tree } from './tree.ts';

/** Changes a spec in place; the result may be a good spec, a bad one or nonsense. */
type TreeMutation = (tree: Tree, random: Random, donor: Tree) => void;

const somewhere = (tree: Tree, random: Random): Place | null => {
  const all = places(tree);
  return all.length === 0 ? null : random.pick(all);
};

const numbers = [
  0,
  -1,
  1,
  2,
  3,
  7,
  8,
  0.5,
  1e-9,
  1e9,
  1e15,
  1e18,
  1e300,
  2 ** 31,
  2 ** 53,
  2 ** 53 + 2,
  -0,
  0.1,
  1.5,
  1e-300,
] as const;

const oddities: readonly unknown[] = [
  null,
  true,
  false,
  '',
  ' ',
  '0',
  '8',
  'auto',
  'none',
  'NaN',
  'Infinity',
  '-1 Gbps',
  '400 Gbps',
  '400 gbps',
  '1e400 GB',
  '80 GB',
  '5 parsecs',
  '25 USD',
  '2 MW',
  '\u0000',
  '\u202e',
  '💥',
  'ａ',
  'é'.repeat(50),
  '$HOME',
  '=1+1',
  '<script>',
  '../../etc/passwd',
  [],
  {},
  [[]],
  [null],
  [1, 2, 3, 4, 5, 6, 7, 8, 9],
  { type: 'h100-sxm' },
  { base: 'h100-sxm' },
  'x'.repeat(3000),
];

const words = [
  'gpus',
  'type',
  'count',
  'nics',
  'topology',
  'workload',
  'model',
  'tensor',
  'pipeline',
  'data',
  'extends',
  'constructor',
  'toString',
  '__proto__',
  'prototype',
  'oversubscription',
  'tiers',
  'name',
  '',
  ' ',
  'kind',
  'sharding',
  'recompute',
  'économie',
  '🦄',
];

/** Small multiples and fractions keep many mutants runnable. */
const nudge: TreeMutation = (tree, random) => {
  const numeric = places(tree).filter(({ value }) => typeof value === 'number');
  if (numeric.length === 0) return;
  const place = random.pick(numeric);
  const value = (place.value as number) * random.pick([2, 2, 2, 4, 0.5, 0.5, 0.25, 3, 1.1]);
  setAt(place, Number.isInteger(place.value) && random.chance(0.9) ? Math.max(1, Math.round(value)) : value);
};

const known: Readonly<Record<string, readonly unknown[]>> = {
  precision: ['bf16', 'fp16', 'fp32', 'tf32', 'fp8', 'mxfp8', 'fp8-blockwise', 'nvfp4'],
  sharding: ['none', 'optimizer', 'gradients', 'full'],
  recompute: ['none', 'selective', 'full'],
  schedule: ['1f1b', 'interleaved', 'gpipe', 'zb-1p', 'zb-2p', 'zb-v', 'dual-pipe'],
  attention: ['flash', 'unfused'],
  gradient_precision: ['bf16', 'fp32'],
  routing: ['adaptive', 'ecmp', 'static'],
  sequence_parallel: [true, false],
  micro_batch: [1, 2, 4, 8, 16],
  sequence_length: [512, 2048, 4096, 8192, 32768, 131072],
  global_batch: [1, 16, 64, 512, 1024, 4096],
  model: ['llama-3.1-70b', 'llama-3.1-405b', 'llama-3-8b', 'gpt-3-175b', 'mixtral-8x7b', 'deepseek-v3', 'llama-9'],
  parallelism: [
    'auto',
    { tensor: 8 },
    { tensor: 2, pipeline: 4 },
    { tensor: 16 },
    { pipeline: 64 },
    { expert: 8 },
    { context: 4, tensor: 2 },
  ],
  tokens: [1e9, 15e12, '300 billion'],
  optimizer: ['adam', 'muon', 'sgd'],
};

/** Another legal-looking value of a key that has choices. */
const choose: TreeMutation = (tree, random) => {
  const workload = (tree as Record<string, unknown>)['workload'];
  if (typeof workload !== 'object' || workload === null || Array.isArray(workload)) return;
  const key = random.pick(Object.keys(known));
  (workload as Record<string, unknown>)[key] = random.pick(known[key] ?? []);
};

const hardware: readonly ((random: Random) => readonly [string, unknown])[] = [
  (r) => [
    'gpus',
    {
      type: r.pick(['a100-80-sxm', 'h100-sxm', 'h200-sxm', 'b200-sxm', 'gb200', 'mi300x', 'tpu-v5p', 'l40s']),
      count: 8 * (1 + r.below(512)),
    },
  ],
  (r) => [
    'nics',
    { type: r.pick(['cx6-200', 'cx7-400', 'cx8-800', 'efa-v2', 'thor2-400']), per_node: r.pick([1, 2, 4, 8, 32]) },
  ],
  (r) => [
    'topology',
    {
      kind: r.pick(['fat-tree', 'rail-optimized', 'single-switch', 'dragonfly', 'torus']),
      oversubscription: r.pick([1, 2, 4, 1.5, [1, 7]]),
    },
  ],
  (r) => ['topology', { kind: 'fat-tree', tiers: r.pick([1, 2, 3, 4, 'auto']), planes: r.pick([1, 2, 4]) }],
  (r) => ['economics', { price_level: r.pick(['low', 'typical', 'high', 'free']), pue: r.pick([1, 1.3, 0.5]) }],
  (r) => ['economics', { rent_usd_per_gpu_hour: r.pick([2, '2.5 USD', null, -1]), wacc_fraction: r.pick([0, 0.1, 2]) }],
  (r) => ['power', { facility_cap: r.pick(['2 MW', '1 kW', 1e6, 0]) }],
];

const swapHardware: TreeMutation = (tree, random) => {
  if (Array.isArray(tree)) return;
  const [key, value] = random.pick(hardware)(random);
  tree[key] = value;
};

const drop: TreeMutation = (tree, random) => {
  const place = somewhere(tree, random);
  if (place !== null) removeAt(place);
};

const rename: TreeMutation = (tree, random) => {
  const place = somewhere(tree, random);
  if (place === null) return;
  const old = String(place.key);
  const at = random.below(Math.max(1, old.length));
  const typo = random.pick([
    old.slice(0, at) + old.slice(at + 1),
    old + old.slice(-1),
    old.toUpperCase(),
    old.replace('_', '-'),
  ]);
  renameAt(place, random.chance(0.6) ? typo : random.pick(words));
};

const retype: TreeMutation = (tree, random) => {
  const place = somewhere(tree, random);
  if (place !== null) setAt(place, structuredClone(random.pick(oddities)));
};

const outOfRange: TreeMutation = (tree, random) => {
  const place = somewhere(tree, random);
  if (place !== null) setAt(place, random.pick(numbers));
};

const splice: TreeMutation = (tree, random, donor) => {
  const from = somewhere(donor, random);
  const to = somewhere(tree, random);
  if (from !== null && to !== null) setAt(to, structuredClone(from.value));
};

/** A whole section of another spec. */
const graft: TreeMutation = (tree, random, donor) => {
  if (Array.isArray(tree) || Array.isArray(donor)) return;
  const key = random.pick(['gpus', 'nics', 'topology', 'workload']);
  tree[key] = structuredClone(donor[key]);
};

/** Data parallelism that follows from the rest lets other counts change. */
const followData: TreeMutation = (tree) => {
  for (const place of places(tree)) if (place.key === 'data' && typeof place.value === 'number') removeAt(place);
};

const gentle: readonly TreeMutation[] = [nudge, nudge, choose, choose, swapHardware, graft];
const harsh: readonly TreeMutation[] = [drop, rename, retype, outOfRange, splice];

export function mutateTree(tree: Tree, random: Random, donor: Tree): void {
  const times = 1 + random.below(3);
  const kinds = random.chance(0.62) ? gentle : random.chance(0.5) ? harsh : [...gentle, ...harsh];
  if (random.chance(0.7)) followData(tree, random, donor);
  for (let i = 0; i < times; i++) random.pick(kinds)(tree, random, donor);
}

const fragments = [
  '\n',
  '\t',
  '  ',
  ':',
  ': ',
  '- ',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '#',
  '&a',
  '*a',
  '<<: ',
  '!!binary ',
  '!',
  '|',
  '>',
  '---\n',
  '...\n',
  '%YAML 1.2\n',
  '\u0000',
  '\ufeff',
  '\u2028',
  '\ud800',
  '\r',
  '💣',
  '1e999',
  '.nan',
  '.inf',
  '0x1F',
  '0o17',
  '1_000',
  '~',
  '__proto__: 1\n',
  '? ',
  ',',
];

/** Damages the text itself: truncated, spliced, doubled, with bytes that do not belong. */
export function mutateText(text: string, random: Random, donor: string): string {
  const at = random.below(text.length + 1);
  const lines = text.split('\n');
  switch (random.below(8)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + random.pick(fragments) + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(at + 1 + random.below(12));
    case 3:
      return text.slice(0, at) + donor.slice(random.below(donor.length + 1));
    case 4: {
      const line = random.below(lines.length);
      return [...lines.slice(0, line + 1), ...lines.slice(line)].join('\n');
    }
    case 5: {
      const line = random.below(lines.length);
      lines[line] = ' '.repeat(1 + random.below(4)) + (lines[line] ?? '');
      return lines.join('\n');
    }
    case 6:
      return [...text].map((c) => (random.chance(0.01) ? String.fromCodePoint(random.below(0x2fff)) : c)).join('');
    default:
      return text.replace(/\d+/g, (digits) => (random.chance(0.2) ? digits.repeat(1 + random.below(30)) : digits));
  }
}
