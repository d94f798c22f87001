import { readdirSync, readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { exampleCases } from './examples.ts';
import { hostileTexts } from './hostile.ts';
import { mutateText, mutateTree } from './mutations.ts';
import { type Random, seeded } from './random.ts';
import type { Tree } from './tree.ts';

/** One run of the command: its arguments and the files it can see. */
export interface FuzzCase {
  readonly name: string;
  readonly argv: readonly string[];
  readonly files: Readonly<Record<string, Uint8Array>>;
}

const configs = new URL('../../configs/', import.meta.url);
const utf8 = new TextEncoder();

const seeds = (): string[] =>
  readdirSync(configs)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => readFileSync(new URL(name, configs), 'utf8'));

/** A Hugging Face configuration as published for Llama 3.1 8B, shortened to what shapes the model. */
const llama = {
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  hidden_size: 4096,
  intermediate_size: 14336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  vocab_size: 128256,
  tie_word_embeddings: false,
};

const overrides = [
  'gpus.count=2048',
  'gpus.count=7',
  'workload.micro_batch=2',
  'topology.oversubscription=4',
  'gpus.typ=h100',
  'workload.model=gpt-3-175b',
  'nonsense',
  '=',
  'a.b.c=1',
  '__proto__.x=1',
  'gpus=1',
  'workload.parallelism.tensor=4',
  'topology.tiers=[1',
  'name=💥',
  'economics.pue=NaN',
] as const;

function mutant(texts: readonly string[], random: Random): string {
  const text = random.pick(texts);
  const donor = random.pick(texts);
  if (random.chance(0.8)) {
    const tree = parse(text) as Tree;
    mutateTree(tree, random, parse(donor) as Tree);
    const mutated = stringify(tree);
    return random.chance(0.04) ? mutateText(mutated, random, donor) : mutated;
  }
  return mutateText(text, random, donor);
}

/** Hand-made hostile texts and the examples of every code first, then seeded mutants of the shipped configs. */
export function campaign(count: number, seed: number): FuzzCase[] {
  const texts = seeds();
  const minimal = readFileSync(new URL('minimal.yaml', configs), 'utf8');
  const file = (text: string | Uint8Array): FuzzCase['files'] => ({
    'cluster.yaml': typeof text === 'string' ? utf8.encode(text) : text,
    'base.yaml': utf8.encode(minimal),
    'new.yaml': utf8.encode(minimal.replace('count: 1024', 'count: 2048')),
    'package.json': utf8.encode('{ "name": "no model" }'),
    'config.json': utf8.encode(JSON.stringify(llama)),
  });
  const analyze = ['analyze', 'cluster.yaml'];
  const cases: FuzzCase[] = [
    ...texts.map((text, i) => ({ name: `config ${i}`, argv: analyze, files: file(text) })),
    ...exampleCases(minimal).map(({ code, text, argv }) => ({
      name: `example of ${code}`,
      argv: argv ?? analyze,
      files: file(text),
    })),
    ...hostileTexts(minimal).map((text, i) => ({ name: `hostile ${i}`, argv: analyze, files: file(text) })),
    { name: 'extends', argv: analyze, files: file('extends: base.yaml\ngpus: { count: 2048 }\n') },
    {
      name: 'huggingface',
      argv: [...analyze, '--set', 'workload.model.huggingface=config.json'],
      files: file(minimal),
    },
    { name: 'extends nothing', argv: analyze, files: file('extends: gone.yaml\n') },
    { name: 'extends itself', argv: analyze, files: file('extends: cluster.yaml\n') },
    { name: 'no such file', argv: ['analyze', 'gone.yaml'], files: file(minimal) },
    { name: 'no arguments', argv: [], files: {} },
  ];
  const random = seeded(seed);
  while (cases.length < count) {
    const argv = [...analyze];
    if (random.chance(0.1)) argv.push('--set', random.pick(overrides));
    if (random.chance(0.8)) argv.push('--format', random.pick(['json', 'json', 'csv', 'markdown']));
    cases.push({ name: `mutant ${cases.length}`, argv, files: file(mutant(texts, random)) });
  }
  return cases.slice(0, count);
}
