import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cli } from '../fake-io.ts';

const configs = new URL('../../../configs/', import.meta.url);
const configNames = readdirSync(configs).filter((name) => name.endsWith('.yaml'));
const configFiles = Object.fromEntries(
  configNames.map((name) => [name, readFileSync(new URL(name, configs), 'utf8')] as const),
);

/** A small job whose plan is open: the whole space takes a moment. */
const files = {
  ...configFiles,
  'c.yaml': `
gpus: { type: h100-sxm, count: 64 }
nics: { type: cx7-400 }
topology: { kind: rail-optimized }
workload: { model: llama-3-8b, sequence_length: 8192, global_batch: 64, tokens: 1e12 }
`,
};
const search = (...argv: readonly string[]) => cli(['search', ...argv], { files });
const json = async (...argv: readonly string[]) => JSON.parse((await search(...argv, '--format', 'json')).stdout);

interface FoundPlan {
  readonly set: readonly string[];
  readonly 'training.step_time_s': number;
}

const analyzed = async (file: string, set: readonly string[]) => {
  const flags = set.flatMap((text) => ['--set', text]);
  return JSON.parse((await cli(['analyze', file, ...flags, '--format', 'json'], { files })).stdout);
};

describe('search', () => {
  it.each(configNames)(
    '%s: what it prints gives the same step, which is no longer than the stated one',
    async (name) => {
      const { plans, stated } = await json(name, '--top', '2');
      for (const plan of plans as readonly FoundPlan[]) {
        const result = await analyzed(name, plan.set);
        expect(result.training.step_time_s).toBe(plan['training.step_time_s']);
        expect(result.training.memory.fits).toBe(true);
      }
      if (stated !== null) expect(stated.against_best).toBeGreaterThanOrEqual(0);
    },
  );

  it('keeps the overrides of the call in the winner, and the power cap', async () => {
    const { stdout } = await search('minimal.yaml', '--top', '1', '--set', 'power.facility_cap=2 MW');
    expect(stdout).toMatch(/fabricplan analyze minimal.yaml --set 'power.facility_cap=2 MW' --set 'workload/);
    const [best] = (await json('minimal.yaml', '--top', '1', '--set', 'power.facility_cap=2 MW')).plans;
    const result = await analyzed('minimal.yaml', ['power.facility_cap=2 MW', ...best.set]);
    expect(result.power.facility_provisioned_w).toBeLessThanOrEqual(2e6);
  });

  it('refuses a cluster above its power cap before it times a plan, as analyze does', async () => {
    const { exitCode, stdout, stderr } = await search('minimal.yaml', '--set', 'power.facility_cap=1 MW');
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/FP305.*the facility must provide 1\.\d+ MW at ratings/);
  });

  it('finds the plan that analyze finds', async () => {
    const [best] = (await json('c.yaml', '--top', '1')).plans;
    expect((await analyzed('c.yaml', [])).training.step_time_s).toBe(best['training.step_time_s']);
  });

  it('is not beaten by the plans people state by hand', async () => {
    const auto = await analyzed('minimal.yaml', ['topology.oversubscription=8']);
    for (const parallelism of [
      '{ tensor: 8, pipeline: 4 }',
      '{ tensor: 8, pipeline: 4, virtual_pipeline: 5 }',
      '{ tensor: 4, pipeline: 4, virtual_pipeline: 5, context: 2 }',
      '{ tensor: 4, pipeline: 2, virtual_pipeline: 4, context: 2 }',
      '{ tensor: 2, pipeline: 8, virtual_pipeline: 10 }',
    ]) {
      const set = ['topology.oversubscription=8', `workload.parallelism=${parallelism}`];
      const byHand = (await analyzed('minimal.yaml', set)).training;
      if (byHand.memory.fits) expect(byHand.step_time_s).toBeGreaterThanOrEqual(auto.training.step_time_s);
    }
  });

  it('ranks, counts every candidate and gives reasons', async () => {
    const { plans, counts, objective } = await json('c.yaml', '--top', '4');
    expect(objective).toEqual({ field: 'training.step_time_s', sense: 'min' });
    expect(plans.map((plan: { rank: number }) => plan.rank)).toEqual([1, 2, 3, 4]);
    const times = plans.map((plan: FoundPlan) => plan['training.step_time_s']);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(counts.bounded + counts.too_large + counts.timed).toBe(counts.candidates);
    expect(plans[0].reason).toMatch(/^compute .* of the memory$/);
  });

  it('keeps constraints, and finds the best under them', async () => {
    const { plans } = await json('c.yaml', '--constraint', 'plan.tensor == 8', '--top', '3');
    expect(plans.map((plan: Record<string, unknown>) => plan['plan.tensor'])).toEqual([8, 8, 8]);
    const all = await json('c.yaml', '--constraint', 'plan.tensor == 8', '--top', '3', '--exhaustive');
    expect(plans).toEqual(all.plans);
  });

  it('takes an objective that does not follow the step, and tries every plan', async () => {
    const { plans, counts } = await json('c.yaml', '--objective', 'training.memory.total_bytes', '--top', '1');
    expect(counts.bounded).toBe(0);
    const fastest = (await json('c.yaml', '--top', '1')).plans[0];
    expect(plans[0]['training.memory.total_bytes']).toBeLessThan(fastest['training.memory.total_bytes']);
  });

  it('writes rows as NDJSON and CSV with the columns of the JSON', async () => {
    const { plans } = await json('c.yaml', '--top', '2');
    const rows = (await search('c.yaml', '--top', '2', '--format', 'ndjson')).stdout.trimEnd().split('\n');
    expect(rows.map((row) => JSON.parse(row))).toEqual(plans.map(({ set: _, ...plan }: FoundPlan) => plan));
    const csv = (await search('c.yaml', '--top', '2', '--format', 'csv')).stdout.trimEnd().split(/\r?\n/);
    expect(csv.length).toBe(3);
    expect(csv[0]?.split(',').slice(0, 2)).toEqual(['rank', 'training.step_time_s']);
  });

  it('exits with 3 and says why where nothing runs', async () => {
    const large = await search('c.yaml', '--set', 'workload.model=llama-3.1-405b', '--set', 'gpus.count=8');
    expect(large.exitCode).toBe(3);
    expect(large.stdout).toContain('no plan fits: the smallest needs');
    const refused = await search('c.yaml', '--constraint', 'training.step_time_s <= 1 us');
    expect(refused.exitCode).toBe(3);
    expect(refused.stdout).toContain('no plan that fits meets the constraints');
  });

  it.each([
    [['--objective', 'training.nothing'], 'FP402'],
    [['--constraint', 'plan.tensor = 8'], 'FP4'],
    [['--constraint', 'training.step_time_s <= +5%'], 'relative'],
    [['--top', '0'], '--top'],
    [['--vary', 'gpus.count=8,16'], '--design'],
    [['--design', '--find', 'gpus'], 'different searches'],
    [['--find', 'gpus'], '--deadline'],
    [['--find', 'gpus', '--deadline', 'soon'], 'no time'],
    [['--find', 'nic-bandwidth', '--format', 'csv'], 'table or JSON'],
    [['--set', 'workload.modl=x'], 'FP101'],
    [['--constraint', 'plan.sharding == zero3'], 'none, optimizer, gradients, full'],
    [['--design', '--set', 'topology.kind=fat-tree'], 'topology.kind is both varied and --set'],
  ])('refuses %j', async (argv, said) => {
    const { exitCode, stderr, stdout } = await search('c.yaml', ...argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(said);
  });
});

describe('search --design', () => {
  const vary = ['--vary', 'topology.oversubscription=1,2,4', '--vary', 'gpus.count=64,128'];

  it('returns the best design with the best plan on it, as analyze sees it', async () => {
    const { designs, counts } = await json('c.yaml', '--design', ...vary);
    expect(counts.designs).toBe(6);
    const prices = designs.map((design: Record<string, number>) => design['cost.usd_per_million_tokens']);
    expect(prices).toEqual([...prices].sort((a, b) => a - b));
    const [best] = designs;
    const set = ['topology.oversubscription', 'gpus.count'].map((path) => `${path}=${best[path]}`);
    const result = await analyzed('c.yaml', set);
    expect(result.training.step_time_s).toBe(best['training.step_time_s']);
    expect(result.cost.usd_per_million_tokens).toBe(best['cost.usd_per_million_tokens']);
  });

  it('keeps a budget, and exits with 3 where none is kept', async () => {
    const capped = await json('c.yaml', '--design', ...vary, '--constraint', 'power.facility_w <= 120 kW');
    expect(capped.counts.refused).toBeGreaterThan(0);
    for (const design of capped.designs) expect(design['power.facility_w']).toBeLessThanOrEqual(120e3);
    const none = await search('c.yaml', '--design', ...vary, '--constraint', 'power.facility_w <= 1 W');
    expect(none.exitCode).toBe(3);
    expect(none.stdout).toContain('no design meets the constraints');
  });

  it('prints tables and rows', async () => {
    const table = await search('c.yaml', '--design', ...vary);
    expect(table.stdout).toContain('best by cost.usd_per_million_tokens: topology.oversubscription=');
    const rows = await search('c.yaml', '--design', ...vary, '--top', '2', '--format', 'csv');
    expect(rows.stdout.trimEnd().split('\n').length).toBe(3);
  });
});

describe('search --find', () => {
  it('finds the most oversubscription', async () => {
    const answer = await json('minimal.yaml', '--find', 'oversubscription', '--keep', '95%');
    expect(answer.oversubscription).toBeGreaterThan(1);
    expect(answer.step_time_s * 0.95).toBeLessThanOrEqual(answer.non_blocking_step_time_s);
    const { stdout } = await search('minimal.yaml', '--find', 'oversubscription');
    expect(stdout).toContain(':1 oversubscription keeps');
  });

  it('finds the NIC bandwidth', async () => {
    const answer = await json('c.yaml', '--find', 'nic-bandwidth');
    expect(answer.keeping_bytes_per_s).toBeGreaterThan(0);
    expect((await search('c.yaml', '--find', 'nic-bandwidth')).stdout).toContain("the infinite network's throughput");
  });

  it('says that the GPUs for a deadline are not found for the stated plan, and prints the plan that was', async () => {
    const argv = ['c.yaml', '--find', 'gpus', '--deadline', '60d'];
    const stated = ['--set', 'workload.parallelism={ tensor: 8, pipeline: 1 }'];
    expect((await json(...argv)).stated_plan_dropped).toBe(false);
    const answer = await json(...argv, ...stated);
    expect(answer.stated_plan_dropped).toBe(true);
    expect(answer.plan.tensor * answer.plan.pipeline * answer.plan.context * answer.plan.data).toBe(answer.gpus);
    const { stdout } = await search(...argv, ...stated);
    expect(stdout).toContain(`t${answer.plan.tensor} p${answer.plan.pipeline}`);
    expect(stdout).toContain('the plan of the spec is not kept');
  });

  it('finds the GPUs for a deadline: the run is in time, and with fewer it is not', async () => {
    const answer = await json('c.yaml', '--find', 'gpus', '--deadline', '60d');
    expect(answer.run_time_s).toBeLessThanOrEqual(60 * 86400);
    expect(answer.too_few.gpus).toBeLessThan(answer.gpus);
    expect(answer.too_few.run_time_s ?? Number.POSITIVE_INFINITY).toBeGreaterThan(60 * 86400);
    const result = await analyzed('c.yaml', [`gpus.count=${answer.gpus}`]);
    expect(result.training.run_time_s).toBe(answer.run_time_s);
  });
});

describe('shards of a search', () => {
  const partsOf = async (of: number, ...argv: readonly string[]): Promise<Record<string, string>> => {
    const parts: Record<string, string> = {};
    for (let i = 1; i <= of; i++) {
      const path = `part-${i}.json`;
      const { exitCode, stdout, written } = await search(...argv, '--shard', `${i}/${of}`, '-o', path);
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
      parts[path] = written[path] ?? '';
    }
    return parts;
  };
  const merge = (parts: Record<string, string>, ...argv: readonly string[]) =>
    cli(['merge', ...Object.keys(parts).reverse(), ...argv], { files: parts });

  it.each([1, 2, 16])('merge to the plans of the whole search: %d', async (of) => {
    const argv = ['c.yaml', '--top', '7', '--constraint', 'plan.tensor <= 4'];
    const parts = await partsOf(of, ...argv);
    const whole = await json(...argv);
    const merged = JSON.parse((await merge(parts)).stdout);
    expect(merged.plans).toEqual(whole.plans);
    expect(merged.counts.candidates).toBe(whole.counts.candidates);
    for (const format of ['csv', 'ndjson']) {
      const rows = await merge(parts, '-o', `plans.${format}`);
      expect(rows.written[`plans.${format}`]).toBe((await search(...argv, '--format', format)).stdout);
    }
  });

  it('merge to the clusters of the whole design search, counts and all', async () => {
    const argv = ['c.yaml', '--design', '--vary', 'topology.oversubscription=1,2,4', '--vary', 'gpus.count=32,64'];
    const parts = await partsOf(4, ...argv, '--top', '3');
    expect(JSON.parse((await merge(parts)).stdout)).toEqual(await json(...argv, '--top', '3'));
  });

  it('are refused when some are missing, of another search, or no parts', async () => {
    const parts = await partsOf(3, 'c.yaml');
    const { 'part-2.json': _, ...some } = parts;
    expect(await merge(some)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('1 shard missing: 2/3') });
    const [other = ''] = Object.values(await partsOf(1, 'c.yaml', '--set', 'workload.global_batch=128'));
    const mixed = await merge({ ...parts, 'z.json': other });
    expect(mixed).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('is a part of another search than') });
    const [text = ''] = Object.values(parts);
    const broken: readonly string[] = [
      text.slice(0, 3000),
      '{}',
      text.replace('"recomputeModules": []', '"recomputeModules": 3'),
      text.replace(/"step_time_s": [\d.]+/, '"step_time_s": -1'),
    ];
    for (const damaged of broken) {
      const { exitCode, stderr, stdout } = await merge({ 'part-1.json': damaged });
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toMatch(/"part-1.json" is (not JSON|no part of a search)/);
    }
  });

  it('are JSON', async () => {
    for (const argv of [
      ['--format', 'csv'],
      ['-o', 'part.csv'],
    ]) {
      const { exitCode, stderr } = await search('c.yaml', '--shard', '1/2', ...argv);
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('is JSON') });
    }
  });
});

describe('a search that cannot answer', () => {
  it.each([
    [['--keep', '90%'], 'a search for plans does not take --keep'],
    [['--deadline', '3d'], 'a search for plans does not take --deadline'],
    [['--find', 'gpus', '--deadline', '3d', '--keep', '90%'], '--find gpus does not take --keep'],
    [['--find', 'oversubscription', '--deadline', '3d'], '--find oversubscription does not take --deadline'],
    [['--find', 'oversubscription', '--wide'], '--find oversubscription does not take --wide'],
    [['--design', '--vary', 'gpus.count=1,2', '--vary', 'gpus.count=3'], '--vary names gpus.count twice'],
    [['--design', '--exhaustive'], '--design does not take --exhaustive'],
    [['--find', 'gpus', '--deadline', '3d', '--shard', '1/2'], '--find gpus does not take --shard'],
  ])('refuses options of another search: %j', async (argv, words) => {
    const { exitCode, stdout, stderr } = await search('c.yaml', ...argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(words);
  });

  it('says that --wide has the plan that a constraint asks for', async () => {
    const argv = ['c.yaml', '--constraint', 'plan.schedule == gpipe', '--constraint', 'training.mfu > 0'];
    const { exitCode, stderr } = await search(...argv);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('no plan of the common space has plan.schedule == gpipe');
    expect(stderr).toContain('--wide');
    expect((await search(...argv, '--wide', '--top', '1', '--set', 'workload.global_batch=8')).exitCode).toBe(0);
  });

  it('says why nothing is known of its objective', async () => {
    const argv = ['c.yaml', '--objective', 'training.run_time_s', '--set', 'workload.tokens=null'];
    const { exitCode, stderr } = await search(...argv);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('training.run_time_s is unknown for every plan');
    expect(stderr).toContain('workload.tokens is not given');
  });

  it('refuses a constraint on a field that no plan has a value for', async () => {
    const limit = ['--constraint', 'training.run_time_s <= 30 d'];
    const without = await search('c.yaml', ...limit, '--set', 'workload.tokens=null');
    expect(without.exitCode).toBe(2);
    expect(without.stderr).toContain('training.run_time_s is unknown for every plan');
    expect(without.stderr).toContain('workload.tokens is not given');
    expect(without.stdout).not.toContain('meets the constraints');
    const missed = await search('c.yaml', '--constraint', 'training.run_time_s <= 1 s');
    expect(missed.exitCode).toBe(3);
    expect(missed.stdout).toContain('no plan that fits meets the constraints');
  });

  it('says that the answer lies outside the measured range', async () => {
    const set = ['--set', 'workload.global_batch=4096', '--set', 'workload.tokens=1e13'];
    const { stderr } = await search('c.yaml', '--find', 'gpus', '--deadline', '12h', ...set);
    expect(stderr).toMatch(/warning\[FP903\]: [\d,]+ GPUs lies outside the measured range/);
  });
});
