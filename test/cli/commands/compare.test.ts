import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { cli } from '../fake-io.ts';

const minimal = readFileSync(new URL('../../../configs/minimal.yaml', import.meta.url), 'utf8');
const spec = `${minimal}\n`.replace(
  'global_batch: 1024',
  'global_batch: 1024, parallelism: { tensor: 8, pipeline: 4 }',
);

const policy = `gates:
  - { field: training.memory.total_bytes, max: 1 GiB }
  - field: cost.capex_usd.total
    max_increase: 5%
  - { field: training.step_time_s, max: 1 ms, level: warn }
`;

const files: Record<string, string> = {
  'base.yaml': spec,
  'new.yaml': spec.replace('oversubscription: 2', 'oversubscription: 1'),
  'gates.yaml': policy,
  'warn.yaml': 'gates:\n  - { field: training.step_time_s, max: 1 ms, level: warn }\n',
  'typo.yaml': 'gates:\n  - field: training.step_tme_s\n    max: 2\n',
  'key.yaml': 'gates:\n  - field: training.mfu\n    maxx: 2\n',
};

const compare = (...argv: readonly string[]) => cli(['compare', ...argv], { files });

beforeAll(async () => {
  files['base.json'] = (await cli(['analyze', 'base.yaml', '--format', 'json'], { files })).stdout;
});

describe('compare', () => {
  it('shows no change between a design and its own saved result', async () => {
    const { exitCode, stdout } = await compare('base.json', 'base.yaml');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('no change');
    const json = JSON.parse((await compare('base.json', 'base.yaml', '--format', 'json')).stdout);
    expect(json.candidates[0].changes).toEqual([]);
  });

  it('shows headlines with both values, the difference and the percentage, and counts the rest', async () => {
    const { stdout } = await compare('base.yaml', 'new.yaml');
    expect(stdout).toMatch(/~ +cost\.capex_usd\.total +\$[\d.]+ M \* +\$[\d.]+ M \* +\+\$\d+ k +\+[\d.]+ % +worse/);
    expect(stdout).toMatch(/\d+ metrics unchanged, \d+ details changed \(--all to show\)/);
    const everything = (await compare('base.yaml', 'new.yaml', '--all')).stdout;
    expect(everything.split('\n').length).toBeGreaterThan(stdout.split('\n').length + 50);
  });

  it('reports all breaches of a policy with their lines, failures first, and exits 1', async () => {
    const { exitCode, stdout } = await compare('base.yaml', 'new.yaml', '--policy', 'gates.yaml');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /✗ 1 of 3 gates failed, 1 warning\n +error +training\.memory\.total_bytes <= 1 GiB +found [\d.]+ GiB +gates\.yaml:2\n +warn +training\.step_time_s <= 1 ms +found/,
    );
  });

  it('gives the same line for the same gate as a flag', async () => {
    const line = (text: string): string =>
      /error +training[^\n]*found [\d.]+ GiB/.exec(text)?.[0].replace(/ +/g, ' ') ?? '';
    const [flag, file] = await Promise.all([
      compare('base.yaml', 'new.yaml', '--fail-on', 'training.memory.total_bytes <= 1 GiB'),
      compare('base.yaml', 'new.yaml', '--policy', 'gates.yaml'),
    ]);
    expect(flag.exitCode).toBe(1);
    expect(line(flag.stdout)).not.toBe('');
    expect(line(flag.stdout)).toBe(line(file.stdout));
  });

  it('gates a ratchet against a saved result', async () => {
    const gate = (limit: string) => compare('base.json', 'new.yaml', '--fail-on', `cost.capex_usd.total <= ${limit}`);
    expect((await gate('+5%')).exitCode).toBe(0);
    expect((await gate('+0.1%')).exitCode).toBe(1);
  });

  it('exits 0 when only gates of level warn are missed', async () => {
    expect((await compare('base.yaml', 'new.yaml', '--policy', 'warn.yaml')).exitCode).toBe(0);
  });

  it.each([
    [
      'typo.yaml',
      /error\[FP402\].*step_tme_s[\s\S]*--> typo\.yaml:2:12[\s\S]*\^{19}[\s\S]*did you mean "training\.step_time_s"/,
    ],
    ['key.yaml', /error\[FP101\].*maxx[\s\S]*--> key\.yaml:3:5[\s\S]*did you mean/],
  ])('points into a wrong policy: %s', async (file, words) => {
    const { exitCode, stdout, stderr } = await compare('base.yaml', 'new.yaml', '--policy', file);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(words);
  });

  it('reports every wrong gate of the flags at once', async () => {
    const { exitCode, stderr } = await compare(
      'base.yaml',
      'new.yaml',
      '--fail-on',
      'x <= 1',
      '--fail-on',
      'training.mfu',
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain('FP402');
    expect(stderr).toContain('FP407');
  });

  it('fails a gate on an unknown value with the reason, and says that the plan cannot run', async () => {
    const { exitCode, stdout } = await compare(
      'base.yaml',
      'base.yaml',
      '--set',
      'workload.micro_batch=32',
      '--fail-on',
      'training.step_time_s <= 100',
    );
    expect(exitCode).toBe(3);
    expect(stdout).toContain('found the plan does not fit in memory');
    expect(stdout).toMatch(/training\.memory\.fits +yes +no/);
  });

  it('annotates for GitHub and adds Markdown to the step summary', async () => {
    const { stdout, written, exitCode } = await cli(
      ['compare', 'base.yaml', 'new.yaml', '--policy', 'gates.yaml', '--format', 'github'],
      { files, env: { GITHUB_STEP_SUMMARY: 'summary.md' } },
    );
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^::error file=gates\.yaml,line=2,[^\n]*::gate failed: training\.memory/);
    expect(stdout).toMatch(/^::warning file=gates\.yaml,line=5/m);
    expect(written['summary.md']).toMatch(/^<!-- fabricplan compare -->/);
  });

  it('writes Markdown with a marker, folded details and less than a comment holds', async () => {
    const { stdout } = await compare('base.yaml', 'new.yaml', 'base.yaml', '--format', 'markdown');
    expect(stdout).toMatch(/^<!-- fabricplan compare -->\n/);
    expect(stdout).toContain('<details><summary>');
    const many = await compare('base.yaml', ...Array.from({ length: 20 }, () => 'new.yaml'), '--format', 'markdown');
    expect(many.stdout.length).toBeLessThan(60_000);
    expect(many.stdout).toContain('Shortened');
  });

  it('writes JUnit that counts its cases, and SARIF with the place', async () => {
    const argv = ['base.yaml', 'new.yaml', '--policy', 'gates.yaml', '-o', 'r.xml', '-o', 'r.sarif', '-o', 'r.csv'];
    const { written } = await compare(...argv);
    expect(written['r.xml']).toContain('tests="3" failures="1"');
    expect(written['r.xml']).toContain('training.memory.total_bytes &lt;= 1 GiB');
    expect(written['r.xml']?.match(/<testcase/g)?.length).toBe(3);
    const [run] = JSON.parse(written['r.sarif'] ?? '').runs;
    expect(run.results.map(({ ruleId, level }: { ruleId: string; level: string }) => [ruleId, level])).toEqual([
      ['FP501', 'error'],
      ['FP501', 'warning'],
    ]);
    expect(run.results[0].locations[0].physicalLocation.region.startLine).toBe(2);
    expect(written['r.csv']).toMatch(/^candidate,field,unit,base,value,absolute,relative,effect\r\n/);
  });

  it('takes one side from standard input', async () => {
    const { exitCode } = await cli(['compare', 'base.yaml', '-'], { files, stdin: files['new.yaml'] ?? '' });
    expect(exitCode).toBe(0);
  });
});
