import { describe, expect, it } from 'vitest';
import { cli } from '../fake-io.ts';

const SPEC = `gpus: { type: h100-sxm, count: 64 }
nics: { type: cx7-400 }
topology: { kind: rail-optimized }
workload: { model: llama-3.1-8b, sequence_length: 8192, global_batch: 64 }
`;
const files = {
  'c.yaml': SPEC,
  'm.yaml': `${SPEC}measured: [{ op: all-reduce, ranks: 64, bytes: 1 MiB, time: 500 us }, { op: all-reduce, ranks: 64, bytes: 1 GiB, time: 30 ms }]\n`,
};
const rows = async (...argv: string[]) => {
  const { stdout, stderr, exitCode } = await cli(['collective', ...argv, '--format', 'json'], { files });
  expect([exitCode, stderr.includes('error')]).toEqual([0, false]);
  return JSON.parse(stdout).rows as Record<string, number & string>[];
};

describe('collective', () => {
  it('prints bandwidths as nccl-tests defines them, alpha and beta adding up', async () => {
    for (const [op, factor] of [
      ['all-reduce', 2 * (63 / 64)],
      ['all-gather', 63 / 64],
      ['all-to-all', 63 / 64],
      ['broadcast', 1],
    ] as const) {
      for (const row of await rows('c.yaml', '--op', op, '--sizes', '8..16G')) {
        const { bytes = 0, time_s = 0, algbw_bytes_per_s = 0 } = row;
        expect(algbw_bytes_per_s).toBeCloseTo(bytes / time_s, 3);
        expect(row['busbw_bytes_per_s']).toBeCloseTo(factor * algbw_bytes_per_s, 3);
        expect((row['alpha_s'] ?? 0) + (row['beta_s'] ?? 0)).toBeCloseTo(time_s, 12);
      }
    }
  });

  it('runs the algorithm that is named, never faster than the fastest', async () => {
    const sizes = ['--sizes', '1K..1G'];
    const chosen = await rows('c.yaml', ...sizes);
    const ring = await rows('c.yaml', ...sizes, '--algorithm', 'ring');
    expect(new Set(ring.map(({ algorithm }) => algorithm))).toEqual(new Set(['ring']));
    ring.forEach(({ time_s }, i) => {
      expect(time_s).toBeGreaterThanOrEqual(chosen[i]?.['time_s'] ?? Number.NaN);
    });
  });

  it('draws time over size', async () => {
    const { stdout } = await cli(['collective', 'c.yaml', '--sizes', '1K..1G'], { files });
    expect(stdout).toMatch(/# time over size\n +▲\n/);
    expect(stdout).toMatch(/1 KiB +32 KiB +1 MiB +32 MiB +1 GiB/);
    expect(stdout).not.toMatch(/NaN|Infinity/);
    const few = await cli(['collective', 'c.yaml', '--sizes', '1M,2M'], { files });
    expect(few.stdout).not.toMatch(/▲/);
  });

  it('takes measurements and says where they end', async () => {
    const measured = await rows('m.yaml', '--sizes', '8,1M,1G,16G');
    expect(measured.map(({ basis }) => basis)).toEqual([
      'measured-beyond-sizes',
      'measured',
      'measured',
      'measured-beyond-sizes',
    ]);
    expect(measured[1]?.['time_s']).toBeCloseTo(500e-6, 9);
    expect(measured[2]?.['time_s']).toBeCloseTo(30e-3, 9);
  });

  it('times a barrier as the smallest all-reduce', async () => {
    const [barrier] = await rows('c.yaml', '--op', 'barrier');
    const [smallest] = await rows('c.yaml', '--sizes', '4');
    expect(barrier?.['time_s']).toBe(smallest?.['time_s']);
  });

  it('lets everybody wait for the busiest rank of a skewed all-to-all', async () => {
    const even = await rows('c.yaml', '--op', 'all-to-all', '--sizes', '1G');
    const skewed = await rows('c.yaml', '--op', 'all-to-all', '--sizes', '1G', '--skew', '2');
    expect((skewed[0]?.['time_s'] ?? 0) / (even[0]?.['time_s'] ?? 1)).toBeGreaterThan(1.8);
    expect((skewed[0]?.['time_s'] ?? 0) / (even[0]?.['time_s'] ?? 1)).toBeLessThanOrEqual(2);
  });

  it.each([
    [['--algorithm', 'rung'], /did you mean.*ring/],
    [['--algorithm', 'pairwise'], /no algorithm "pairwise" runs all-reduce/],
    [
      ['--algorithm', 'pat', '--op', 'all-gather', '--ranks', '8'],
      /pat cannot run all-gather on 8 ranks.*\n.*needs one member on each/,
    ],
    [['--algorithm', 'collnet'], /collnet cannot run .*\n.*in_network_reduction: true/],
    [['--algorithm', 'three-level', '--ranks', '8'], /more domains than one leaf/],
    [['--op', 'barrier', '--sizes', '8'], /no --sizes/],
    [['--skew', '2'], /all-to-all/],
    [['--op', 'all-to-all', '--skew', '0.5'], /--skew/],
    [['--op', 'allreduce'], /all-reduce/],
  ])('%s is a mistake of use', async (argv, words) => {
    const { exitCode, stderr, stdout } = await cli(['collective', 'c.yaml', ...argv], { files });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
  });
});

describe('an all-to-all on rails that no switch joins', () => {
  const spec = (kind: string) =>
    `gpus: { type: h100-sxm, count: 512 }
nics: { type: cx7-400 }
topology: { kind: ${kind}, switch: qm9700, routing: static }
workload: { model: llama-3.1-8b, sequence_length: 8192, global_batch: 512 }
`;
  const slowest = async (kind: string) => {
    const argv = ['collective', 'r.yaml', '--op', 'all-to-all', '--sizes', '16G', '--format', 'json'];
    const { stdout } = await cli(argv, { files: { 'r.yaml': spec(kind) } });
    return JSON.parse(stdout).rows[0].beta_s as number;
  };

  it('pays for the hop inside the domain: some 10 %, as published', async () => {
    const penalty = (await slowest('rail-only')) / (await slowest('rail-optimized')) - 1;
    expect(penalty).toBeGreaterThan(0.05);
    expect(penalty).toBeLessThan(0.13);
  });
});

describe('a direct network', () => {
  const spec = `gpus: { type: h100-sxm, count: 128 }
nics: { type: cx7-400 }
topology: { kind: dragonfly, switch: qm9700, shape: { hosts: 4, routers: 4, global_links: 2, groups: 9 } }
workload: { model: llama-3.1-8b, sequence_length: 8192, global_batch: 128, gpus: 64 }
`;
  const run = (command: string, text: string, ...argv: string[]) =>
    cli([command, 'd.yaml', ...argv], { files: { 'd.yaml': text } });

  it('refuses loads for tiers that it lacks as a mistake of the spec, at its line', async () => {
    for (const command of ['topology', 'collective']) {
      const { stderr, exitCode } = await run(command, `${spec}background_load: [0.1, 0.1, 0.1]\n`);
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/FP215[\s\S]*d\.yaml:5:/);
    }
  });

  it('says why it has no oversubscription to state', async () => {
    const { stderr, exitCode } = await run('topology', spec.replace('shape:', 'oversubscription: 2, shape:'));
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/"oversubscription" does not apply here.*shape/);
  });

  it('is simulated with the GPUs of the job, and says how far the closed form is off', async () => {
    const { stdout } = await run('topology', spec, '--simulate', '--format', 'json');
    const [ring] = JSON.parse(stdout).simulation;
    expect(ring.domains).toBe(8);
    expect(ring.error).toBeCloseTo(ring.simulated_bytes_per_s / ring.closed_form_bytes_per_s - 1, 9);
    const { stdout: table } = await run('topology', spec, '--simulate');
    expect(table).toMatch(/closed forms (agree|are off)/);
  });
});
