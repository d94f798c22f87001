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
      log('mi325x-1-2-4-8n-allreduce-ring-tail'),
    ]);
    expect(refused).toEqual([]);
    expect(profile.entries.map(({ op, ranks }) => `${op} ${ranks}`)).toEqual([
      'all-reduce 16',
      'all-reduce 32',
      'all-reduce 8',
      'all-reduce 16',
      'all-reduce 32',
      'all-reduce 64',
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

  it('recognises a jittery log and leaves out cold rows', () => {
    const { warnings } = calibrate([log('v100-2n16g-allreduce-roce-bimodal-deepops')]);
    expect(warnings.map(({ message }) => message).join('\n')).toMatch(/noisy or sick fabric/);
    const cold = calibrate([log('h100-8n64g-allreduce-issue309')]);
    expect(cold.warnings.map(({ message }) => message)).toEqual([
      'left out 1 of 14 rows: more than twice as slow as both neighbours',
    ]);
    const healthy = calibrate([log('h100-1n8g-allreduce-simumax')]);
    expect(healthy.warnings).toEqual([]);
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

  it('scales the model by what it misses at the nearest measured scale, never from two domains to more', () => {
    const basis = model.basis('all-reduce', GIB, group(64));
    expect(basis).toMatchObject({ kind: 'scaled', measuredRanks: 32 });
    const ratio = model.cost('all-reduce', GIB, group(32)).timeS / plain.cost('all-reduce', GIB, group(32)).timeS;
    const scaled = model.cost('all-reduce', GIB, group(64)).timeS / plain.cost('all-reduce', GIB, group(64)).timeS;
    expect(scaled).toBeCloseTo(ratio, 9);
    const pairOnly = calibratedModel(machine(), calibrate([log('h100-2n16g-allreduce-issue309')]).profile);
    expect(pairOnly.basis('all-reduce', GIB, group(64))).toMatchObject({ kind: 'model' });
    expect(pairOnly.cost('all-reduce', GIB, group(64))).toEqual(plain.cost('all-reduce', GIB, group(64)));
  });

  it('leaves what was not measured to the model and says why', () => {
    expect(model.basis('all-to-all', MIB, group(32))).toEqual({ kind: 'model', reason: 'no all-to-all was measured' });
    expect(model.basis('all-reduce', MIB, group(32, 8))).toMatchObject({ kind: 'model' });
    expect(model.basis('all-reduce', MIB, group(8))).toMatchObject({ kind: 'model' });
    expect(model.cost('all-reduce', MIB, group(8))).toEqual(plain.cost('all-reduce', MIB, group(8)));
  });
});
