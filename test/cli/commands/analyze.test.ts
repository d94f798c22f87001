import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Explanation } from '../../../src/report/explain/explanation.ts';
import { type Result, ResultSchema } from '../../../src/result/schema.ts';
import { cli } from '../fake-io.ts';

/** With its layout given: these tests are not about the search. */
const minimal = readFileSync(new URL('../../../configs/minimal.yaml', import.meta.url), 'utf8').replace(
  'global_batch: 1024',
  'global_batch: 1024, parallelism: { tensor: 8, pipeline: 4 }',
);
const files = { 'c.yaml': minimal };
const tight = ['--set', 'workload.model=llama-3.1-405b'];

const analyze = (...argv: readonly string[]) => cli(['analyze', 'c.yaml', ...argv], { files });

describe('analyze', () => {
  it('gives a result that the published schema accepts, and nothing else on stdout', async () => {
    const { exitCode, stdout, stderr } = await analyze('--format', 'json');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const result = JSON.parse(stdout) as Result;
    expect(ResultSchema.parse(result)).toEqual(result);
  });

  it('gives a reason for every null of the result', async () => {
    const result = JSON.parse((await analyze('--format', 'json')).stdout) as Result;
    const nulls: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (value === null) nulls.push(path);
      else if (typeof value === 'object') {
        for (const [name, child] of Object.entries(value as object))
          visit(child, path === '' ? name : `${path}.${name}`);
      }
    };
    const { training, cost, power } = result;
    visit({ training, cost, power }, '');
    expect(nulls.filter((path) => result.reasons[path] === undefined)).toEqual([]);
  });

  it('says the same bytes twice, and the same again when it is rendered', async () => {
    const first = await analyze('--format', 'json');
    expect((await analyze('--format', 'json')).stdout).toBe(first.stdout);
    for (const format of ['table', 'json', 'csv', 'markdown']) {
      const rendered = await cli(['render', 'r.json', '--format', format], { files: { 'r.json': first.stdout } });
      expect(rendered.stdout, format).toBe((await analyze('--format', format)).stdout);
    }
  });

  it('reads standard input and calls it by its name', async () => {
    const good = await cli(['analyze', '-', '--format', 'csv'], { stdin: minimal });
    expect(good.exitCode).toBe(0);
    const bad = await cli(['analyze', '-'], { stdin: minimal.replace('h100-sxm', 'h1OO-sxm') });
    expect(bad.exitCode).toBe(2);
    expect(bad.stdout).toBe('');
    expect(bad.stderr).toMatch(/--> <stdin>:\d+:\d+/);
  });

  it('records overrides', async () => {
    const { stdout } = await analyze('--set', 'gpus.count=512', '--set', 'name=half', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ name: 'half', overrides: ['gpus.count=512', 'name=half'] });
  });

  it('exits 3 for a plan that does not fit, points into the spec and never says 0', async () => {
    const { exitCode, stdout, stderr } = await analyze(...tight, '--format', 'json');
    expect(exitCode).toBe(3);
    const { training, diagnostics } = JSON.parse(stdout) as Result;
    expect(training.memory.fits).toBe(false);
    expect(training.memory.shortfall_bytes).toBe(training.memory.total_bytes - training.memory.capacity_bytes);
    expect(training.step_time_s).toBeNull();
    expect(diagnostics.map(({ severity }) => severity)).toContain('error');
    expect(stderr).toMatch(/error\[FP301\][\s\S]*--> c\.yaml:\d+:\d+/);
  });

  it('chooses a layout where none is given, and says when none fits', async () => {
    const open = ['--set', 'workload.parallelism=auto', '--format', 'json'];
    const chosen = JSON.parse((await analyze('--set', 'gpus.count=128', ...open)).stdout) as Result;
    expect(chosen.plan.chosen_by).toBe('search');
    const none = await analyze('--set', 'gpus.count=8', ...open);
    expect(none.exitCode).toBe(3);
    expect(none.stderr).toMatch(/error\[FP303\][\s\S]*--> c\.yaml:\d+:\d+/);
  });

  it('names the limit of a fabric that cannot be built', async () => {
    const { exitCode, stdout, stderr } = await analyze('--set', 'topology={ kind: single-switch }');
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toMatch(/error\[FP302\].*\d/);
  });

  it('blames switch counts that are too small where they stand', async () => {
    const { exitCode, stderr } = await analyze('--set', 'topology.counts={ leaf: 1, spine: 1 }');
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/error\[FP304\][\s\S]*--> --set\n/);
  });

  it('exits 3 when the facility draws more than its cap', async () => {
    const { exitCode, stderr } = await analyze('--set', 'power.facility_cap=100 kW');
    expect(exitCode).toBe(3);
    expect(stderr).toContain('error[FP305]');
  });

  it('refuses assumptions when asked to, and lists them', async () => {
    const { exitCode, stderr } = await analyze('--strict-assumptions');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('error[FP406]');
    expect(stderr).toContain('economics.pue');
  });

  it('lets bad input win over a plan that cannot run', async () => {
    expect((await analyze(...tight, '--strict-assumptions')).exitCode).toBe(2);
  });

  it('writes nothing when the spec is bad', async () => {
    const { exitCode, written } = await analyze('--set', 'gpus.typ=1', '-o', 'r.json');
    expect({ exitCode, written }).toEqual({ exitCode: 2, written: {} });
  });
});

describe('analyze --explain', () => {
  it('prints value, formula, and every input with its origin', async () => {
    const { exitCode, stdout } = await analyze('--explain', 'power.gpus_w');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^power\.gpus_w = [\d.]+ kW\n/);
    expect(stdout).toMatch(/formula {2}.+\n {2}source {3}.+/);
    expect(stdout).toMatch(/gpus\.count +1,024 +c\.yaml:\d+\n/);
    expect(stdout).toMatch(/gpus\.power +700 W +catalog h100-sxm \(.+\d{4}/);
    expect(stdout).toMatch(/power\.gpu_activity\.compute +.+ default \(.+\)/);
    expect(stdout).toMatch(/training\.gpu_busy_fraction +.+ computed/);
  });

  it('names an override as the origin', async () => {
    const { stdout } = await analyze('--set', 'gpus.count=512', '--explain', 'power.gpus_w');
    expect(stdout).toMatch(/gpus\.count +512 +--set gpus\.count=512\n/);
  });

  it('gives the tree as JSON, down to what the user or the catalog stated', async () => {
    const { stdout } = await analyze('--explain', 'training.tokens_per_s', '--format', 'json');
    const tree = JSON.parse(stdout) as Explanation;
    const step = tree.inputs.find(({ name }) => name === 'training.step_time_s');
    expect(step?.explanation?.inputs.map(({ name }) => name)).toContain('training.breakdown.compute_s');
    const { step_time_s: seconds } = (JSON.parse((await analyze('--format', 'json')).stdout) as Result).training;
    expect(step?.value).toBe(seconds);
  });

  it.each([
    ['an unknown field', ['--explain', 'training.step_tme_s'], 'FP402', 'training.step_time_s'],
    ['a format without room', ['--explain', 'training.mfu', '--format', 'csv'], 'FP401', '--format json'],
  ])('refuses %s', async (_, argv, code, words) => {
    const { exitCode, stdout, stderr } = await analyze(...argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(code);
    expect(stderr).toContain(words);
  });
});

describe('analyze --explain of more than one value', () => {
  it('explains every field of a section', async () => {
    const { exitCode, stdout } = await analyze('--explain', 'training.step_time_interval_s');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^training\.step_time_interval_s\.low = /);
    expect(stdout).toMatch(/\ntraining\.step_time_interval_s\.basis = /);
    const one = await analyze('--explain', 'collectives[0]', '--format', 'json');
    const fields = (JSON.parse(one.stdout) as readonly Explanation[]).map(({ field }) => field);
    expect(fields).toContain('collectives[0].time_s');
  });

  it.each(['collectives[99]', 'collectives[99].time_s', 'fabric.tiers[7].switches'])(
    'refuses the entry %s that the result does not have',
    async (field) => {
      const { exitCode, stdout, stderr } = await analyze('--explain', field);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toMatch(/FP402[\s\S]+entries are \w+[\w.]*\[0\] to/);
    },
  );

  it('finds the key of a map', async () => {
    const { stdout } = await analyze('--explain', 'cost.lost_usd_per_year.jitter');
    const { cost } = JSON.parse((await analyze('--format', 'json')).stdout) as Result;
    const tree = await analyze('--explain', 'cost.lost_usd_per_year.jitter', '--format', 'json');
    expect(stdout).toMatch(/^cost\.lost_usd_per_year\.jitter = /);
    expect((JSON.parse(tree.stdout) as Explanation).value).toBe(cost.lost_usd_per_year?.['jitter']);
    expect((await analyze('--explain', 'cost.lost_usd_per_year.weather')).exitCode).toBe(2);
  });

  it('says who chose the parallel plan', async () => {
    const searched = await analyze('--set', 'workload.parallelism=auto', '--explain', 'plan.tensor');
    expect(searched.stdout).toMatch(/parallelism +.+chosen by the search\n/);
    const stated = await analyze('--set', 'workload.parallelism={tensor: 8}', '--explain', 'plan.tensor');
    expect(stated.stdout).toMatch(/parallelism +.+--set workload/);
  });
});

describe('--range', () => {
  it('carries low, typical and high into the tables, the headline and the JSON', async () => {
    const { stdout } = await analyze('--range');
    expect(stdout).toMatch(/cost\n +low +typical +high\n/);
    expect(stdout.trimEnd().split('\n').slice(-5).join('\n')).toMatch(/\$[\d.]+ M \(\$[\d.]+ M to \$[\d.]+ M\)/);
    const result = JSON.parse((await analyze('--range', '--format', 'json')).stdout) as Result;
    expect(ResultSchema.parse(result)).toEqual(result);
    expect(result.range?.typical.cost.capex_usd).toEqual(result.cost.capex_usd);
    expect(result.range?.varied).toContain('economics.electricity_usd_per_kwh');
  });

  it('is absent unless it is asked for', async () => {
    expect(JSON.parse((await analyze('--format', 'json')).stdout)).not.toHaveProperty('range');
  });

  it('is explained at its own prices', async () => {
    const explained = async (field: string): Promise<Explanation> =>
      JSON.parse((await analyze('--range', '--explain', field, '--format', 'json')).stdout) as Explanation;
    const high = await explained('range.high.cost.opex_usd_per_year.electricity');
    const plain = await explained('cost.opex_usd_per_year.electricity');
    expect(Number(high.value)).toBeGreaterThan(Number(plain.value));
    const tariff = ({ inputs }: Explanation) =>
      Number(inputs.find(({ name }) => name === 'economics.electricity_usd_per_kwh')?.value);
    expect(tariff(high)).toBeGreaterThan(tariff(plain));
  });
});
