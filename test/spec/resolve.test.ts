import { describe, expect, it } from 'vitest';
import { renderText } from '../../src/diagnostics/render/text.ts';
import { MINIMAL, places, planOf, resolve, withWorkload } from './fixture.ts';

describe('the minimal spec of the interface', () => {
  const plan = planOf(MINIMAL);

  it('resolves to the cluster it names', () => {
    expect(plan.name).toBe('1,024 H100, rail-optimised, 2:1');
    expect(plan.cluster).toMatchObject({ gpus: 1024, gpusPerNode: 8, nodes: 128, gpusPerDomain: 8, nicsPerNode: 8 });
    expect(plan.cluster.gpu.id).toBe('h100-sxm');
    expect(plan.cluster.nic.bytesPerS).toBe(50e9);
    expect(plan.topology).toMatchObject({ kind: 'rail-optimized', oversubscription: [2], tiers: 'auto', planes: 1 });
    expect(plan.topology.switches.map(({ id }) => id)).toEqual(['qm9700']);
    expect(plan.workload).toMatchObject({ gpus: 1024, sequenceLength: 8192, globalBatch: 1024, precision: 'bf16' });
    expect(plan.workload.model.layers).toBe(80);
  });

  it('leaves the layout to the search', () => {
    expect(plan.layout).toBeNull();
    expect(plan.layoutHints).toEqual({});
  });

  it('is plain data: it survives JSON and a structured clone', () => {
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(structuredClone(plan)).toEqual(plan);
  });

  it('gives the same bytes twice', () => {
    expect(JSON.stringify(planOf(MINIMAL))).toBe(JSON.stringify(plan));
  });

  it('lists every default once, with a source and an origin, and no stated value', () => {
    const paths = plan.assumptions.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).toEqual(
      expect.arrayContaining(['gpus.server', 'topology.switch', 'workload.precision', 'economics.pue', 'gpus.reserve']),
    );
    for (const stated of ['gpus.type', 'gpus.count', 'nics.type', 'topology.kind', 'workload.model']) {
      expect(paths).not.toContain(stated);
      expect(plan.origins[stated]).toMatchObject({ kind: 'spec', file: 'c.yaml' });
    }
    for (const { path, source } of plan.assumptions) {
      expect(source).not.toBe('');
      expect(plan.origins[path]?.kind).toBe('default');
    }
  });

  it('states an assumption no longer once it is set to the value that was assumed', () => {
    for (const { path, value } of plan.assumptions) {
      const text = Array.isArray(value) ? JSON.stringify(value) : String(value);
      if (path.endsWith('targets') || path === 'workload.overlap.context') continue;
      const { plan: set, diagnostics } = resolve(MINIMAL, { set: [`${path}=${text}`] });
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(set?.assumptions.map((each) => each.path)).not.toContain(path);
    }
  });
});

/** A line of the minimal spec replaced by a mistaken one. What the caret must mark stands between « and ». */
const mistakes: readonly (readonly [code: string, line: string, path: string])[] = [
  ['FP101', 'topology: { kind: fat-tree, «oversubscriptoin»: 2 }', 'topology.oversubscriptoin'],
  ['FP101', 'nics: { type: { base: cx7-400, «bandwith»: 400 Gb/s } }', 'nics.type.bandwith'],
  ['FP102', 'gpus: { type: «h1OO-sxm», count: 1024 }', 'gpus.type'],
  ['FP102', 'gpus: { type: { base: «h101» }, count: 8 }', 'gpus.type.base'],
  ['FP102', 'gpus: { type: h100-sxm, count: 1024, server: «dgx» }', 'gpus.server'],
  ['FP102', 'nics: { type: «cx7-4000» }', 'nics.type'],
  ['FP102', 'topology: { kind: fat-tree, switch: «qm97000» }', 'topology.switch'],
  ['FP102', 'topology: { kind: fat-tree, switch: [qm9700, «q»] }', 'topology.switch[1]'],
  ['FP102', 'topology: { kind: fat-tree, optics: { access: «x» } }', 'topology.optics.access'],
  ['FP103', 'gpus: { type: h100-sxm, count: «"1024"» }', 'gpus.count'],
  ['FP103', 'gpus: { «type»: , count: 1024 }', 'gpus.type'],
  ['FP103', 'nics: «[cx7-400]»', 'nics'],
  ['FP103', 'topology: { kind: fat-tree, in_network_reduction: «yes» }', 'topology.in_network_reduction'],
  ['FP104', 'topology: { kind: fat-tree, link_bandwidth: «400 gbps» }', 'topology.link_bandwidth'],
  ['FP104', 'topology: { kind: fat-tree, link_bandwidth: [«400»] }', 'topology.link_bandwidth[0]'],
  ['FP104', 'nics: { type: { base: cx7-400, bandwidth: «400» } }', 'nics.type.bandwidth'],
  ['FP104', 'gpus: { type: h100-sxm, count: 1024, reserve: «2» }', 'gpus.reserve'],
  ['FP105', 'gpus: { type: h100-sxm, count: «10.5» }', 'gpus.count'],
  ['FP105', 'gpus: { type: h100-sxm, count: «0» }', 'gpus.count'],
  ['FP105', 'gpus: { type: h100-sxm, count: «1e15» }', 'gpus.count'],
  ['FP105', 'topology: { kind: fat-tree, oversubscription: «-2» }', 'topology.oversubscription'],
  ['FP106', '«gpus»: { type: h100-sxm }', 'gpus.count'],
  [
    'FP106',
    'gpus: { «type»: { peak: { bf16: 1 PFLOPS }, memory_bandwidth: 3 TB/s, scale_up: { bandwidth: 1 TB/s, domain: 8 } }, count: 8 }',
    'gpus.type.memory',
  ],
  ['FP107', 'topology: { kind: «fat-treee» }', 'topology.kind'],
  ['FP103', 'topology: { kind: fat-tree, tiers: «many» }', 'topology.tiers'],
  ['FP105', 'topology: { kind: fat-tree, racks: { gpus_per_rack: «0» } }', 'topology.racks.gpus_per_rack'],
  ['FP109', 'nics: { type: cx7-400, «per_gpu»: 1, per_node: 8 }', 'nics.per_gpu'],
  ['FP209', 'gpus: { type: h100-sxm, count: «1001» }', 'gpus.count'],
  ['FP220', 'gpus: { type: h100-sxm, count: 1024, server: «gb200-nvl72» }', 'gpus.server'],
  ['FP220', 'gpus: { type: h200-sxm, count: 1024, server: «hgx-h100» }', 'gpus.server'],
  ['FP211', 'gpus: { type: h100-sxm, count: 1024, server: hgx-h100, per_node: «16» }', 'gpus.per_node'],
  ['FP211', 'gpus: { type: h100-sxm, count: 1024, per_domain: «16» }', 'gpus.per_domain'],
  ['FP105', 'gpus: { type: h100-sxm, count: 1024, reserve: «90 GB» }', 'gpus.reserve'],
  ['FP105', 'topology: { kind: fat-tree, oversubscription: «[]» }', 'topology.oversubscription'],
  ['FP105', 'topology: { kind: fat-tree, oversubscription: «[1, 1, 1, 1]» }', 'topology.oversubscription'],
  ['FP215', 'topology: { kind: fat-tree, tiers: 2, oversubscription: «[1, 2]» }', 'topology.oversubscription'],
  ['FP217', 'nics: { type: cx7-400, per_gpu: «0.3» }', 'nics.per_gpu'],
  ['FP217', 'nics: «{ type: cx7-400, per_node: 3 }»', 'nics'],
  ['FP217', 'topology: { kind: fat-tree, switch: «qm8700» }', 'topology.switch'],
];

/** The same for keys laid over the workload of the minimal spec. */
const jobs: readonly (readonly [code: string, keys: string, path: string])[] = [
  ['FP102', 'model: «llama-3.1-70c»', 'workload.model'],
  ['FP101', '«micro_bach»: 2', 'workload.micro_bach'],
  ['FP101', 'overlap: { «tenzor»: true }', 'workload.overlap.tenzor'],
  [
    'FP101',
    'model: { layers: 2, hidden: 64, heads: 4, vocab: 100, ffn: 256, moe: { experts: 8, top_k: 2, ffn: 64, «topk»: 1 } }',
    'workload.model.moe.topk',
  ],
  ['FP103', 'overlap: { tensor: «maybe» }', 'workload.overlap.tensor'],
  ['FP103', 'attention_window: [128, «x»]', 'workload.attention_window[1]'],
  ['FP105', 'overlap: { tensor: «2» }', 'workload.overlap.tensor'],
  ['FP105', 'model: { layers: «1000000», hidden: 64, heads: 4, vocab: 100, ffn: 256 }', 'workload.model.layers'],
  ['FP106', '«model»: { layers: 2, heads: 4, vocab: 100, ffn: 256 }', 'workload.model.hidden'],
  ['FP107', 'precision: «fp4»', 'workload.precision'],
  ['FP107', 'parallelism: «atuo»', 'workload.parallelism'],
  ['FP107', 'task: «finetune»', 'workload.task'],
  ['FP107', 'recompute_modules: [«everything»]', 'workload.recompute_modules[0]'],
  ['FP105', 'placement: «1.5»', 'workload.placement'],
  ['FP107', 'placement: «scatterd»', 'workload.placement'],
  ['FP108', 'kind: «inference»', 'workload.kind'],
  ['FP212', 'schedule: «dual-pipe», parallelism: { tensor: 8, pipeline: 16 }, global_batch: 128', 'workload.schedule'],
  ['FP212', 'schedule: «zb-v», parallelism: { pipeline: 4, virtual_pipeline: 2 }', 'workload.schedule'],
  ['FP108', 'software: { «nccl»: 2.27 }', 'workload.software.nccl'],
  ['FP126', 'model: { huggingface: «./nowhere.json» }', 'workload.model.huggingface'],
  ['FP201', 'model: megatron-1.7b, «parallelism»: { tensor: 3 }', 'workload.parallelism'],
  ['FP201', 'parallelism: { tensor: 8, data: «64» }', 'workload.parallelism.data'],
  ['FP202', 'global_batch: «1000», parallelism: { tensor: 8 }', 'workload.global_batch'],
  ['FP203', 'parallelism: { tensor: «128», data: 8 }', 'workload.parallelism.tensor'],
  [
    'FP203',
    'model: { layers: 2, hidden: 96, heads: 96, kv_heads: 6, vocab: 100, ffn: 256 }, parallelism: { tensor: «4» }',
    'workload.parallelism.tensor',
  ],
  ['FP204', 'sequence_length: «8190», parallelism: { context: 4 }', 'workload.sequence_length'],
  ['FP205', 'model: mixtral-8x7b, parallelism: { expert: «16» }', 'workload.parallelism.expert'],
  ['FP206', 'parallelism: { expert: «8» }', 'workload.parallelism.expert'],
  ['FP207', 'parallelism: { pipeline: 4 }, pipeline_layout: «[40, 40]»', 'workload.pipeline_layout'],
  ['FP207', 'parallelism: { pipeline: 2 }, pipeline_layout: «[40, 41]»', 'workload.pipeline_layout'],
  ['FP208', 'precision: «nvfp4»', 'workload.precision'],
  ['FP208', 'precision: «mxfp8»', 'workload.precision'],
  ['FP208', 'precision: fp8, fp8_recipe: «mx»', 'workload.fp8_recipe'],
  [
    'FP204',
    'sequence_length: 8190, parallelism: { tensor: 4 }, sequence_parallel: «true»',
    'workload.sequence_parallel',
  ],
  ['FP219', 'precision: fp8-blockwise, fp8_recipe: «delayed»', 'workload.fp8_recipe'],
  ['FP209', 'gpus: «9»', 'workload.gpus'],
  ['FP210', 'gpus: «2048»', 'workload.gpus'],
  ['FP212', 'parallelism: { pipeline: 2, virtual_pipeline: 2 }, schedule: «gpipe»', 'workload.schedule'],
  [
    'FP213',
    'model: { layers: 2, hidden: 64, heads: 4, kv_heads: «3», vocab: 100, ffn: 256 }',
    'workload.model.kv_heads',
  ],
  ['FP214', 'parallelism: { pipeline: «128» }', 'workload.parallelism.pipeline'],
  ['FP214', 'parallelism: { pipeline: 8, virtual_pipeline: «11» }', 'workload.parallelism.virtual_pipeline'],
  ['FP216', 'parallelism: { tensor: 8 }, sharding: full, sharding_group: «96»', 'workload.sharding_group'],
  ['FP901', 'parallelism: { tensor: 8, virtual_pipeline: «2» }', 'workload.parallelism.virtual_pipeline'],
  ['FP901', 'recompute: none, recompute_layers: «2»', 'workload.recompute_layers'],
  ['FP901', 'fp8_recipe: «delayed»', 'workload.fp8_recipe'],
  ['FP901', 'software: { framework: «NeMo» }', 'workload.software.framework'],
];

function marked(text: string): { readonly text: string; readonly place: string } {
  const before = text.slice(0, text.indexOf('«'));
  const inside = text.slice(text.indexOf('«') + 1, text.indexOf('»'));
  const lines = before.split('\n');
  const column = (lines.at(-1)?.length ?? 0) + 1;
  return { text: text.replace(/[«»]/g, ''), place: `${lines.length}:${column}+${inside.length}` };
}

const job = (keys: string): string => {
  const minimal = ['model: llama-3.1-70b', 'sequence_length: 8192', 'global_batch: 1024'];
  const kept = minimal.filter((pair) => !keys.replace(/[«»]/g, '').includes(`${pair.split(':')[0]}:`));
  return `workload: { ${[keys, ...kept].join(', ')} }`;
};

describe('all mistakes at once', () => {
  it('also beside numbers that are not finite, each said once', () => {
    const text = MINIMAL.replace('h100-sxm', 'h1OO').replace('8192', '.nan').replace('1024 }\n', '1e999, bogus: 1 }\n');
    const wild = `${text}efficiency: { memory_efficiency: .inf }\n`;
    expect(resolve(wild).diagnostics.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'FP102 gpus.type',
      'FP125 gpus.count',
      'FP101 gpus.bogus',
      'FP125 workload.sequence_length',
      'FP125 efficiency.memory_efficiency',
    ]);
  });

  it('of a model configuration', () => {
    const config = { model_type: 'llama', hidden_size: 'x', num_attention_heads: 64, vocab_size: -1 };
    const { diagnostics } = resolve(withWorkload('').replace('llama-3.1-70b', '{ huggingface: ./hf.json }'), {
      files: { 'hf.json': JSON.stringify(config) },
    });
    expect(diagnostics).toHaveLength(1);
    for (const key of ['hidden_size', 'num_hidden_layers', 'intermediate_size', 'vocab_size']) {
      expect(diagnostics[0]?.message).toContain(key);
    }
  });

  it('names keys that one line would add once', () => {
    const { diagnostics } = resolve(MINIMAL.replace('rail-optimized, oversubscription: 2', 'dragonfly'));
    expect(diagnostics.filter(({ code }) => code === 'FP106')).toMatchObject([
      { path: 'topology.shape', message: 'missing keys "hosts", "routers", "global_links" and "groups"' },
    ]);
  });
});

describe('text that would reach a terminal', () => {
  it.each([
    ['an escape sequence', 'name: "a\\e[31mb"', 'FP121'],
    ['a bell', 'name: "\\a"', 'FP121'],
    ['a bidirectional override', 'name: "\\u202Egnp.exe"', 'FP121'],
    ['a key', '"\\e[2J": 1', 'FP121'],
    ['two lines as a name', 'name: "a\\nb"', 'FP105'],
  ])('is refused as %s', (_, line, code) => {
    const { plan, diagnostics } = resolve(`${line}\n${MINIMAL.replace(/^name.*\n/, '')}`);
    expect(plan).toBeNull();
    expect(diagnostics.map((found) => found.code)).toEqual([code]);
  });

  it('may have any script', () => {
    expect(planOf(MINIMAL.replace(/^name.*$/m, 'name: "集群 مجموعة 🚀"')).name).toBe('集群 مجموعة 🚀');
  });
});

describe('a mistake is found alone, at its place', () => {
  const lines = [...mistakes, ...jobs.map(([code, keys, path]) => [code, job(keys), path] as const)];
  it.each(lines)('%s in %s', (code, line, path) => {
    const key = line.replace(/[«»]/g, '').split(':')[0] ?? '';
    const { text, place } = marked(MINIMAL.replace(new RegExp(`^${key}:.*$`, 'm'), line));
    expect(places(text)).toEqual([`${code} ${place} ${path}`]);
  });

  it('says at a missing section which one', () => {
    expect(places('name: x\ngpus: { type: h100-sxm, count: 8 }')).toEqual([
      'FP106 1:1+4 topology',
      'FP106 1:1+4 workload',
    ]);
  });
});

describe('all mistakes of a file are reported at once', () => {
  const text = `name: four mistakes
gpus:
  type: h1OO-sxm
  count: 1024
nics: { type: cx7-400 }
topology:
  kind: rail-optimized
  oversubscriptoin: 2
workload:
  model: llama-3.1-70b
  sequence_length: "8192"
  global_batch: 1000
  parallelism: { tensor: 8 }
`;

  it('as a compiler prints them', () => {
    expect(renderText(resolve(text).diagnostics)).toMatchInlineSnapshot(`
      "error[FP102]: unknown GPU "h1OO-sxm"
        --> c.yaml:3:9
         |
       3 |   type: h1OO-sxm
         |         ^^^^^^^^ not in the GPU catalog (29 entries)
         = help: did you mean "h100-sxm"?  List them with: fabricplan catalog gpus
         = more: fabricplan explain FP102

      error[FP101]: unknown key "oversubscriptoin"
        --> c.yaml:8:3
         |
       8 |   oversubscriptoin: 2
         |   ^^^^^^^^^^^^^^^^ not a key here
         = help: did you mean "oversubscription"?
         = more: fabricplan explain FP101

      error[FP103]: workload.sequence_length must be a number, not the text "8192"
         --> c.yaml:11:20
          |
       11 |   sequence_length: "8192"
          |                    ^^^^^^ expected a number
          = help: write 8192 without quotes
          = more: fabricplan explain FP103

      error[FP202]: global_batch 1000 is no multiple of data 128 x micro_batch 1 = 128
         --> c.yaml:12:17
          |
       12 |   global_batch: 1000
          |                 ^^^^
          = help: use 896 or 1024
          = more: fabricplan explain FP202

      4 errors in c.yaml
      "
    `);
  });

  it('and no plan is made of the rest', () => expect(resolve(text).plan).toBeNull());
});

describe('what is legal is not refused', () => {
  it.each([
    ['layers that do not divide by stages', 'parallelism: { pipeline: 32 }'],
    ['a tensor group wider than a node', 'parallelism: { tensor: 16 }'],
    ['more ranks than key-value heads', 'parallelism: { tensor: 64 }'],
    ['sequence_parallel at tensor 1', 'sequence_parallel: true, parallelism: { tensor: 1 }'],
    ['126 layers on 128 virtual stages', 'model: llama-3.1-405b, parallelism: { pipeline: 16, virtual_pipeline: 8 }'],
    ['stages without layers', 'parallelism: { pipeline: 4 }, pipeline_layout: [0, 40, 40, 0]'],
    ['auto', 'parallelism: auto'],
    ['an empty block', 'parallelism: {}'],
    ['quantities with units', 'tokens: 15.6 T'],
    ['a job on a part of the cluster', 'gpus: 512'],
    ['a pattern of windows', 'attention_window: [128, null]'],
    [
      'an unknown imbalance',
      'model: { layers: 2, hidden: 64, heads: 4, vocab: 100, moe: { experts: 8, top_k: 2, ffn: 64, imbalance: null } }',
    ],
  ])('%s', (_, keys) => {
    expect(places(MINIMAL.replace(/^workload:.*$/m, job(keys)))).toEqual([]);
  });
});

describe('defaults', () => {
  const layoutOf = (keys: string) => planOf(MINIMAL.replace(/^workload:.*$/m, job(keys))).layout;

  it('data follows from the GPUs', () => {
    expect(layoutOf('parallelism: { tensor: 8, pipeline: 4, context: 2 }')).toMatchObject({ data: 16, expert: 1 });
  });

  it('keys of a given block that are absent are 1', () => {
    expect(layoutOf('parallelism: {}')).toMatchObject({ tensor: 1, pipeline: 1, context: 1, expert: 1, data: 1024 });
  });

  it('sequence parallelism comes with tensor parallelism, interleaving with virtual stages', () => {
    expect(layoutOf('parallelism: { tensor: 2 }')?.sequenceParallel).toBe(true);
    expect(layoutOf('parallelism: { tensor: 1 }')?.sequenceParallel).toBe(false);
    expect(layoutOf('parallelism: { pipeline: 4, virtual_pipeline: 5 }')?.schedule).toBe('interleaved');
    expect(layoutOf('parallelism: { pipeline: 4 }')?.schedule).toBe('1f1b');
  });

  it('what the spec fixes reaches the search', () => {
    const plan = planOf(withWorkload('micro_batch: 2, recompute: full, activation_offload: { layers: 3 }'));
    expect(plan.layout).toBeNull();
    expect(plan.layoutHints).toEqual({ microBatch: 2, recompute: 'full', offloadLayers: 3 });
  });

  it('older software hides less', () => {
    const overlapOf = (year: number) =>
      planOf(withWorkload(`software: { framework: megatron, year: ${year} }`)).workload.overlap;
    expect(overlapOf(2021).data).toBe(0);
    expect(overlapOf(2022).data).toBe(0);
    expect(overlapOf(2024).data).toBe(1);
  });

  it('recipes overlap tensor-parallel exchanges, Megatron-LM itself does not unless asked', () => {
    const tensorOf = (framework: string): number =>
      planOf(withWorkload(`software: { framework: ${framework}, year: 2025 }`)).workload.overlap.tensor;
    expect(tensorOf('nemo')).toBe(1);
    expect(tensorOf('megatron-bridge')).toBe(1);
    expect(tensorOf('megatron')).toBe(0);
  });

  it.each([
    ['gb200', 512, '{ tensor: 4 }', 64],
    ['gb200', 576, '{ tensor: 8 }', 72],
    ['gb200', 576, '{ tensor: 64 }', 64],
    ['gb200', 36, '{}', 36],
    ['h100-sxm', 64, '{ tensor: 4 }', 8],
    ['h100-sxm', 4, '{}', 4],
    ['h100-pcie', 64, '{}', 2],
  ])('%s x %i with %s uses %i GPUs of a scale-up domain', (gpu, count, parallelism, expected) => {
    const text = `gpus: { type: ${gpu}, count: ${count} }
topology: { kind: fat-tree }
workload: { model: llama-3.1-70b, sequence_length: 8192, global_batch: 9216, parallelism: ${parallelism} }`;
    expect(planOf(text).cluster.gpusPerDomain).toBe(expected);
  });

  it('every GPU of the catalog gets a NIC, a switch and optics', async () => {
    const { builtinCatalog } = await import('../../src/catalog/builtin.ts');
    for (const { id } of builtinCatalog.gpus) {
      const plan = planOf(
        MINIMAL.replace('h100-sxm', id)
          .replace(/^nics:.*\n/m, '')
          .replace('rail-optimized', 'fat-tree'),
      );
      const { nic } = plan.cluster;
      expect(plan.topology.switches[0]?.modes.some(({ bytesPerS }) => bytesPerS >= nic.bytesPerS)).toBe(true);
      const { access, fabric } = plan.topology.optics;
      for (const optic of [access, fabric]) {
        expect((optic.bytesPerS ?? 0) / optic.linksPerModule).toBeGreaterThanOrEqual(nic.bytesPerS);
      }
    }
  });
});
