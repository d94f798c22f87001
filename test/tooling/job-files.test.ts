import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cli } from '../cli/fake-io.ts';

const root = new URL('../../', import.meta.url);
const pathOf = (path: string): string => fileURLToPath(new URL(path, root));
const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const has = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args).status === 0;

describe('the pair of designs in continuous integration', () => {
  const base = 'configs/h100-1024-superpod.yaml';
  const names = [base, 'configs/ci/proposal.yaml', 'configs/ci/gates.yaml'];
  const files = Object.fromEntries(names.map((name) => [name, textOf(name)]));
  const gate = (...argv: readonly string[]) =>
    cli(['compare', base, 'configs/ci/proposal.yaml', '--policy', 'configs/ci/gates.yaml', ...argv], { files });

  it('passes its gates, and fails them with two NICs a node', async () => {
    expect((await gate()).exitCode).toBe(0);
    const worse = await gate('--set', 'nics.per_node=2', '--format', 'github');
    expect(worse.exitCode).toBe(1);
    expect(worse.stdout).toMatch(/^::error file=configs\/ci\/gates.yaml,line=3,.*training.step_time_s/m);
  });

  it('is what the workflow runs', () => {
    const { jobs } = parse(textOf('.github/workflows/ci.yml')) as {
      jobs: Record<string, { steps: readonly { run?: string }[] }>;
    };
    const commands = jobs['design-gates']?.steps.map(({ run = '' }) => run).join('\n') ?? '';
    expect(commands).toContain(`compare ${base} configs/ci/proposal.yaml`);
    expect(commands).toContain('--policy configs/ci/gates.yaml');
  });
});

describe('the files for job arrays', () => {
  it.skipIf(!has('bash', '--version'))('are sound shell', () => {
    for (const file of ['configs/jobs/slurm.sbatch', 'configs/jobs/parallel.sh']) {
      expect(spawnSync('bash', ['-n', pathOf(file)], { encoding: 'utf8' }).stderr).toBe('');
    }
  });

  it('number the parts of an indexed Job from 1 to as many as there are', () => {
    const { spec } = parse(textOf('configs/jobs/kubernetes.yaml'));
    const [, , script] = spec.template.spec.containers[0].command;
    expect(spec.completionMode).toBe('Indexed');
    expect(script).toContain('part=$((JOB_COMPLETION_INDEX + 1))');
    expect(script).toContain(`--shard "$part/${spec.completions}"`);
  });

  it.skipIf(!has('parallel', '--version'))(
    'join to the rows of one run under GNU parallel, after a task was cut short',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'fabricplan-'));
      try {
        const command = join(folder, 'fabricplan');
        writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${pathOf('test/cli/entry.mjs')}" "$@"\n`);
        chmodSync(command, 0o755);
        const spec = textOf('configs/h100-2-nodes.yaml');
        writeFileSync(join(folder, 'cluster.yaml'), spec);
        const vary = ['--vary', 'economics.pue=1.1..1.6:0.1'];
        const run = (...argv: readonly string[]) =>
          spawnSync(pathOf('configs/jobs/parallel.sh'), ['2', ...argv], {
            cwd: folder,
            encoding: 'utf8',
            env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` },
          });
        expect(run('cluster.yaml', ...vary).status).toBe(0);
        const part = join(folder, 'rows', 'part-2.csv');
        const lines = readFileSync(part, 'utf8').split('\n');
        writeFileSync(part, `${lines.slice(0, 2).join('\n')}\n${lines[2]?.slice(0, 9)}`);
        expect(run('cluster.yaml', ...vary).status).toBe(0);
        const whole = await cli(['sweep', 'cluster.yaml', ...vary, '--format', 'csv'], {
          files: { 'cluster.yaml': spec },
        });
        expect(readFileSync(join(folder, 'rows.csv'), 'utf8')).toBe(whole.stdout);
        const search = ['search', 'cluster.yaml', '--constraint', 'plan.tensor <= 2'];
        expect(run(...search).status).toBe(0);
        const found = await cli([...search, '--format', 'json'], { files: { 'cluster.yaml': spec } });
        const merged = JSON.parse(readFileSync(join(folder, 'rows.json'), 'utf8'));
        expect(merged.plans).toEqual(JSON.parse(found.stdout).plans);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
