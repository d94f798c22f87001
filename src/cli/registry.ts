import type { CommandSpec } from './command.ts';

const specFile = ['<spec>'];

/** One entry per command; its code loads when it is called. */
export const registry: readonly CommandSpec[] = [
  {
    name: 'analyze',
    args: specFile,
    summary: 'step time, utilization, cost, power, the bottleneck and the ceiling',
    options: ['format', 'set', 'output', 'explain', 'strictAssumptions', 'all'],
    formats: ['table', 'json', 'csv', 'markdown'],
    examples: [
      'fabricplan analyze cluster.yaml --set gpus.count=2048',
      'fabricplan analyze cluster.yaml --explain training.mfu',
    ],
    load: () => import('./commands/analyze.ts'),
  },
  {
    name: 'topology',
    args: specFile,
    summary: 'tiers, switches, links, transceivers and the bill of materials',
    options: ['format', 'set'],
    formats: ['table', 'json', 'csv'],
    examples: ['fabricplan topology cluster.yaml --format csv'],
    load: () => import('./commands/topology.ts'),
  },
  {
    name: 'collective',
    args: specFile,
    summary: 'time and bandwidth of a collective per message size',
    options: ['op', 'sizes', 'ranks', 'format', 'set'],
    formats: ['table', 'json', 'csv'],
    examples: ['fabricplan collective cluster.yaml --op all-reduce --sizes 8..16G'],
    load: () => import('./commands/collective.ts'),
  },
  {
    name: 'validate',
    args: specFile,
    summary: 'only the diagnostics of a spec',
    options: ['format', 'set'],
    formats: ['text', 'json', 'github', 'sarif'],
    examples: ['fabricplan validate cluster.yaml --format github'],
    load: () => import('./commands/validate.ts'),
  },
  {
    name: 'init',
    args: [],
    summary: 'a commented starter spec',
    options: ['gpu', 'gpus'],
    examples: ['fabricplan init --gpu h100-sxm --gpus 1024 > cluster.yaml'],
    load: () => import('./commands/init.ts'),
  },
  {
    name: 'catalog',
    args: ['[kind]', '[id]'],
    summary: 'the hardware and models known, each number with its source',
    options: ['format'],
    formats: ['table', 'json', 'csv'],
    examples: ['fabricplan catalog gpus', 'fabricplan catalog gpus h100-sxm --format json'],
    load: () => import('./commands/catalog.ts'),
  },
  {
    name: 'explain',
    args: ['<topic>'],
    summary: 'what an error code, a result field or the exit codes mean',
    options: ['format'],
    formats: ['text', 'json'],
    examples: ['fabricplan explain training.step_time_s', 'fabricplan explain exit-codes'],
    load: () => import('./commands/explain.ts'),
  },
  {
    name: 'schema',
    args: ['[name]'],
    summary: 'the JSON Schema of the spec or of the result',
    options: [],
    examples: ['fabricplan schema result'],
    load: () => import('./commands/schema.ts'),
  },
  {
    name: 'render',
    args: ['<result>'],
    summary: 'a saved result (JSON) in another format',
    options: ['format', 'output', 'all'],
    formats: ['table', 'json', 'csv', 'markdown'],
    examples: ['fabricplan render result.json --format markdown'],
    load: () => import('./commands/render.ts'),
  },
];
