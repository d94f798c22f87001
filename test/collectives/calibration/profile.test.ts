import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calibratedModel } from '../../../src/collectives/calibration/calibrated-model.ts';
import { calibrate } from '../../../src/collectives/calibration/profile.ts';
import { collectiveModel } from '../../../src/collectives/model.ts';
import { GIB, MIB, machine, US } from '../machine.ts';

const log = (name: string) => ({
  name,
  text: readFileSync(new URL(`../../validation/data/nccl/${name}.txt`, import.meta.url), 'utf8'),
});

describe('calibrate', () => {
  it('fits every table of several logs, with errors in and out of sample', () => {
    const { profile, refused } = calibrate([
      log('h100-2n16g-allreduce-issue309'),
      log('h100-4n32g-allreduce-issue309'),
      log('h100-1n8g-allgather-simumax'),
    ]);
    expect(refused).toEqual([]);
    expect(profile.entries.map(({ op, ranks, ranksPerNode }) => `${op} ${ranks} ${ranksPerNode}`)).toEqual([
      'all-reduce 16 8',
      'all-reduce 32 8',
      'all-gather 8 8',
    ]);
    const first = profile.entries[0];
    expect(first?.errorFraction).toBeLessThan(0.06);
    expect(first?.leaveOneOutErrorFraction).toBeLessThan(0.12);
    expect(first?.largestBytes).toBe(16 * GIB);
  });

  it('refuses text without rows and says so', () => {
    const { profile, refused } = calibrate([{ name: 'slurm-42.out', text: 'srun: error: node down\n' }]);
    expect(profile.entries).toEqual([]);
    expect(refused).toEqual([{ source: 'slurm-42.out', message: 'holds no row of nccl-tests or rccl-tests' }]);
  });

  it('recognises a jittery log', () => {
    const { warnings } = calibrate([log('v100-2n16g-allreduce-roce-bimodal-deepops')]);
    expect(warnings.map(({ message }) => message).join('\n')).toMatch(
      /differ by a factor of 1\.48.* noisy or sick fabric/,
    );
    for (const name of [
      'h100-1n8g-allreduce-simumax',
      'a100-polaris-8n32g-allreduce',
      'gb300-gcp-a4xmax-2n8g-crossdomain-allgather',
    ])
      expect(calibrate([log(name)]).warnings.filter(({ message }) => /noisy/.test(message))).toEqual([]);
  });

  it('says when logs come from different machines', () => {
    const { warnings } = calibrate([log('h100-2n16g-allreduce-issue309'), log('a100-1n8g-allreduce-gcm')]);
    expect(warnings.map(({ message }) => message).join('\n')).toMatch(/different GPUs \(.*H100.*A100.*\)/);
  });

  it('takes every table of a file', () => {
    const { profile } = calibrate([log('mi325x-1-2-4-8n-allreduce-ring-tail')]);
    expect(profile.entries.map(({ ranks }) => ranks)).toEqual([8, 16, 32, 64]);
  });

  it('joins runs of one group and says when they saw different fabrics', () => {
    const again = log('h100-2n16g-allreduce-issue309');
    const same = calibrate([again, { ...again, name: 'again' }]);
    expect(same.profile.entries).toHaveLength(1);
    expect(same.warnings).toEqual([]);
    const other = calibrate([log('a100-polaris-540n2160g-allreduce'), log('a100-polaris-540n2160g-allreduce-nccl221')]);
    expect(other.warnings.map(({ message }) => message).join()).toMatch(/2 runs of all-reduce on 2160 ranks differ/);
    const sick = calibrate([again, log('h100-aws-p5-2n16g-allreduce-efa')]);
    expect(sick.profile.entries).toEqual([]);
    expect(sick.refused.map(({ message }) => message).join()).toMatch(
      /differ by a factor of 2\.\d+: a profile is of one/,
    );
  });

  it('takes labels where the log has none, and the rows where they prove something else', () => {
    const rows = '1073741824 268435456 float sum -1 5000.0 214.75 402.65 0 5000.0 214.75 402.65 0\n';
    const bare = {
      name: 'x',
      text: rows + rows.replace(/^1073741824 268435456/, '2147483648 536870912').replaceAll('5000.0', '10000'),
    };
    const read = (labels = {}) => calibrate([bare], labels).curves[0];
    expect(read({ op: 'all-reduce', ranks: 16, ranksPerNode: 8 })).toMatchObject({ ranks: 16, ranksPerNode: 8 });
    const wrong = calibrate([bare], { op: 'all-reduce', ranks: 64 });
    expect(wrong.curves[0]?.ranks).toBe(16);
    expect(wrong.warnings.map(({ message }) => message).join()).toMatch(/says 64 ranks/);
    const stated = calibrate([log('h100-2n16g-allreduce-issue309')], { op: 'all-gather', ranks: 64 });
    expect(stated.curves[0]).toMatchObject({ op: 'all-reduce', ranks: 16 });
    expect(stated.warnings.map(({ message }) => message)).toEqual([
      '--op all-gather is left aside: this is all-reduce',
      '--ranks 64 is left aside: these are 16',
    ]);
  });
});

describe('calibrated model', () => {
  const { profile } = calibrate([log('h100-2n16g-allreduce-issue309'), log('h100-4n32g-allreduce-issue309')]);
  const model = calibratedModel(machine(), profile);
  const plain = collectiveModel(machine());
  const group = (ranks: number, stride = 1) => ({ ranks, stride });

  it('returns what was measured on as many ranks', () => {
    expect(model.cost('all-reduce', 8 * GIB, group(32)).timeS / (45573 * US)).toBeCloseTo(1, 1);
    expect(model.basis('all-reduce', 8 * GIB, group(32)).kind).toBe('measured');
    expect(model.basis('all-reduce', 64 * GIB, group(32)).kind).toBe('measured-beyond-sizes');
    const { timeS, alphaS, betaS } = model.cost('all-reduce', MIB, group(32));
    expect(alphaS + betaS).toBeCloseTo(timeS, 12);
  });

  it('carries what large messages miss to other scales, never from two domains to more', () => {
    const basis = model.basis('all-reduce', GIB, group(64));
    expect(basis).toMatchObject({ kind: 'scaled', measuredRanks: 32 });
    const factor = (bytes: number, ranks: number) =>
      model.cost('all-reduce', bytes, group(ranks)).timeS / plain.cost('all-reduce', bytes, group(ranks)).timeS;
    // Latency stays as it is: what large messages miss is their rate.
    const small = plain.cost('all-reduce', 8, group(64));
    expect(model.cost('all-reduce', 8, group(64)).timeS / small.timeS).toBeCloseTo(1, 2);
    expect(factor(GIB, 64) / factor(GIB, 32)).toBeGreaterThan(0.9);
    expect(factor(GIB, 64) / factor(GIB, 32)).toBeLessThan(1.1);
    const pairOnly = calibratedModel(machine(), calibrate([log('h100-2n16g-allreduce-issue309')]).profile);
    expect(pairOnly.basis('all-reduce', GIB, group(64))).toMatchObject({ kind: 'model' });
    expect(pairOnly.cost('all-reduce', GIB, group(64))).toEqual(plain.cost('all-reduce', GIB, group(64)));
  });

  it('leaves what was not measured to the model and says why', () => {
    expect(model.basis('all-to-all', MIB, group(32))).toEqual({ kind: 'model', reason: 'no all-to-all was measured' });
    expect(model.basis('reduce-scatter', MIB, group(32))).toMatchObject({ kind: 'model' });
    expect(model.basis('all-reduce', MIB, group(8))).toMatchObject({ kind: 'model' });
    expect(model.cost('all-reduce', MIB, group(8))).toEqual(plain.cost('all-reduce', MIB, group(8)));
  });
});
