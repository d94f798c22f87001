import { describe, expect, it } from 'vitest';
import { cli } from '../fake-io.ts';

const files = {
  'c.yaml': `
gpus: { type: h100-sxm, count: 64 }
nics: { type: cx7-400 }
topology: { kind: rail-optimized }
workload: { model: llama-3-8b, sequence_length: 8192, global_batch: 256, parallelism: { tensor: 8 } }
`,
};
const scale = (...argv: readonly string[]) => cli(['scale', 'c.yaml', ...argv], { files });
const json = async (...argv: readonly string[]) => JSON.parse((await scale(...argv, '--format', 'json')).stdout);

describe('scale', () => {
  it('chooses the plan anew at each count: what analyze finds with the plan left open', async () => {
    const { points } = await json('--gpus', '16..64');
    expect(points.map((point: Record<string, number>) => point['gpus.count'])).toEqual([16, 32, 64]);
    for (const point of points) {
      const set = ['--set', `gpus.count=${point['gpus.count']}`, '--set', 'workload.parallelism=auto'];
      const { stdout } = await cli(['analyze', 'c.yaml', ...set, '--format', 'json'], { files });
      expect(point['training.step_time_s']).toBe(JSON.parse(stdout).training.step_time_s);
    }
  });

  it('keeps the whole batch in strong scaling, and the batch of a GPU in weak scaling', async () => {
    const tokens = (point: Record<string, number>): number =>
      (point['training.tokens_per_s'] ?? 0) * (point['training.step_time_s'] ?? 0);
    const strong = (await json('--gpus', '64,128')).points.map(tokens);
    expect(strong[1]).toBeCloseTo(strong[0], 3);
    const weak = (await json('--gpus', '64,128', '--mode', 'weak')).points.map(tokens);
    expect(weak[1]).toBeCloseTo(2 * weak[0], 3);
  });

  it('finds the knee and names what grew', async () => {
    const { knee, points } = await json('--gpus', '32..2048', '--knee', '90%');
    const first = points.find((point: Record<string, number>) => (point['marginal_fraction'] ?? 1) < 0.9);
    expect(knee['gpus.count']).toBe(first['gpus.count']);
    expect(knee.cause).not.toBe('');
    expect((await scale('--gpus', '32..2048', '--knee', '90%')).stdout).toContain(`what grew most: ${knee.cause}`);
  });

  it('goes to 131,072 GPUs', async () => {
    const set = ['--set', 'workload.global_batch=16384'];
    const { points } = await json('--gpus', '1024,131072', ...set);
    expect(points[1]['training.step_time_s']).toBeGreaterThan(0);
    expect(points[1].efficiency_fraction).toBeLessThanOrEqual(1.05);
  });

  it('says why a count does not run, and the smallest that does', async () => {
    const { points, smallest } = await json('--gpus', '8..64', '--set', 'workload.model=llama-3-70b');
    expect(points[0].problem).not.toBeNull();
    expect(smallest['gpus.count']).toBeGreaterThan(8);
    expect(smallest.before).toBe(points.find((p: Record<string, unknown>) => p['problem'] !== null).problem);
    expect((await scale('--gpus', '8', '--set', 'workload.model=llama-3.1-405b')).exitCode).toBe(3);
  });

  it('writes the same rows as NDJSON, CSV and into files', async () => {
    const { points } = await json('--gpus', '32,64');
    const { stdout, written } = await scale(
      '--gpus',
      '32,64',
      '--format',
      'ndjson',
      '-o',
      'rows.ndjson',
      '-o',
      'rows.csv',
    );
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((row) => JSON.parse(row)),
    ).toEqual(points);
    expect(written['rows.ndjson']).toBe(stdout);
    expect(written['rows.csv']?.split('\n').length).toBe(4);
  });

  it.each([
    [['--gpus', '0..8'], 'no range'],
    [['--gpus', 'many'], 'no range'],
    [['--knee', '150%'], '--knee'],
    [['--mode', 'sideways'], '--mode'],
    [['--set', 'gpus.typ=x'], 'FP101'],
  ])('refuses %j', async (argv, said) => {
    const { exitCode, stderr, stdout } = await scale(...argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(said);
  });

  it('says that its largest count lies outside the measured range', async () => {
    const argv = ['scale', 'c.yaml', '--gpus', '1024,65536', '--format', 'csv'];
    const { stderr } = await cli(argv, { files });
    expect(stderr).toContain('warning[FP903]: 65,536 GPUs lies outside the measured range');
    const within = await cli(['scale', 'c.yaml', '--gpus', '512,1024', '--format', 'csv'], { files });
    expect(within.stderr).toBe('');
  });
});
