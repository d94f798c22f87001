import { describe, expect, it } from 'vitest';
import { MINIMAL, places, planOf, resolve } from '../fixture.ts';

const files = { 'base.yaml': MINIMAL };

describe('extends', () => {
  it('merges sections by key and replaces what is below', () => {
    const plan = planOf('extends: base.yaml\ngpus: { count: 2048 }\nworkload: { overlap: { data: false } }\n', {
      files,
    });
    expect(plan.cluster).toMatchObject({ gpus: 2048, gpu: { id: 'h100-sxm' } });
    expect(plan.workload).toMatchObject({ sequenceLength: 8192, overlap: { data: 0 } });
  });

  it('with nothing but the base is the base', () => {
    const { origins: _, ...variant } = planOf('extends: base.yaml', { files });
    const { origins: __, ...base } = planOf(MINIMAL);
    expect(variant).toEqual(base);
  });

  it('reads a base relative to the file that names it, over several steps', () => {
    const chain = {
      'a/b/mid.yaml': 'extends: ../base.yaml\ngpus: { count: 512 }',
      'a/base.yaml': MINIMAL,
    };
    expect(planOf('extends: b/mid.yaml\nname: top', { file: 'a/top.yaml', files: chain })).toMatchObject({
      name: 'top',
      cluster: { gpus: 512 },
    });
  });

  it('lets one way to say a thing replace the other', () => {
    expect(planOf('extends: base.yaml\nnics: { per_node: 4 }', { files }).cluster.nicsPerNode).toBe(4);
    const stated = { 'base.yaml': MINIMAL.replace('cx7-400 }', 'cx7-400, per_gpu: 1 }') };
    expect(planOf('extends: base.yaml\nnics: { per_node: 4 }', { files: stated }).cluster.nicsPerNode).toBe(4);
  });

  it('says where a value came from', () => {
    const { origins } = planOf('extends: base.yaml\ngpus: { count: 2048 }', { files });
    expect(origins['gpus.count']).toEqual({ kind: 'spec', file: 'c.yaml', line: 2, column: 9 });
    expect(origins['gpus.type']).toMatchObject({ kind: 'spec', file: 'base.yaml', line: 2 });
  });

  it('places a mistake in the file that has it', () => {
    const broken = { 'base.yaml': MINIMAL.replace('h100-sxm', 'h1OO') };
    const found = resolve('extends: base.yaml\ngpus: { count: 0 }', { files: broken }).diagnostics;
    expect(found.map(({ code, at }) => `${code} ${at?.file}:${at?.line}`)).toEqual([
      'FP102 base.yaml:2',
      'FP105 c.yaml:2',
    ]);
  });

  it('refuses circles, missing files and what is no path', () => {
    expect(places('extends: c.yaml')).toContain('FP127 1:10+6 extends');
    expect(places('extends: ./x/../c.yaml')).toContain('FP127 1:10+13 extends');
    expect(
      places('extends: b.yaml', { files: { 'b.yaml': 'extends: c.yaml', 'c.yaml': 'extends: b.yaml' } }),
    ).toContain('FP127 1:10+6 extends');
    expect(places('extends: no.yaml')).toContain('FP126 1:10+7 extends');
    expect(places('extends: [a]')).toContain('FP103 1:10+3 extends');
  });

  it('asks for no key that an unreadable base may hold', () => {
    expect(places('extends: base.yaml\nname: top', { files: { 'base.yaml': 'gpus: [' } })).toEqual(['FP110 1:8+1']);
    expect(places('extends: no.yaml\nworkload: { global_batch: 0 }')).toEqual([
      'FP126 1:10+7 extends',
      'FP105 2:27+1 workload.global_batch',
    ]);
  });

  it('ends a chain that does not end', () => {
    const chain = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${i}.yaml`, `extends: ${i + 1}.yaml`]));
    expect(places('extends: 0.yaml', { files: chain }).join()).toContain('FP127');
  });
});

describe('own catalog files', () => {
  const ours = `gpus:
  - id: h100-sxm
    price: 20000
  - id: h100-fast
    base: h100-sxm
    peak: { bf16: 1.2 PFLOPS }
`;

  it('add entries and override keys of known ones', () => {
    const text = `catalog: ./ours.yaml\n${MINIMAL.replace('h100-sxm', 'h100-fast')}`;
    const { gpu } = planOf(text, { files: { 'ours.yaml': ours } }).cluster;
    expect(gpu).toMatchObject({ id: 'h100-fast', peakFlopsPerS: { bf16: 1.2e15 }, priceUsd: { typical: 20000 } });
  });

  it('are read relative to the file that names them', () => {
    const base = { 'lib/base.yaml': `catalog: ours.yaml\n${MINIMAL}`, 'lib/ours.yaml': ours };
    const plan = planOf('extends: lib/base.yaml\ngpus: { type: h100-fast }', { files: base });
    expect(plan.cluster.gpu.id).toBe('h100-fast');
  });

  it('are diagnosed in their own text', () => {
    const broken = ours.replace('price:', 'prise:').replace('1.2 PFLOPS', '1.2 Gb/s');
    const found = resolve(`catalog: ours.yaml\n${MINIMAL}`, { files: { 'ours.yaml': broken } }).diagnostics;
    expect(found.map(({ code, at }) => `${code} ${at?.file}:${at?.line}:${at?.column}`)).toEqual([
      'FP101 ours.yaml:3:5',
      expect.stringMatching(/^FP10[34] ours.yaml:6:19$/),
    ]);
  });

  it('that cannot be read are named at the spec', () => {
    expect(places(`catalog: [ours.yaml]\n${MINIMAL}`)).toEqual(['FP126 1:11+9 catalog[0]']);
  });
});
