import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { healthOf } from '../../../src/collectives/calibration/health.ts';
import { parseLog } from '../../../src/collectives/calibration/log.ts';
import { collectiveModel } from '../../../src/collectives/model.ts';
import { type MachineSketch, machine } from '../machine.ts';

function verdict(name: string, sketch: MachineSketch): string {
  const text = readFileSync(new URL(`../../validation/data/nccl/${name}.txt`, import.meta.url), 'utf8');
  const [table] = parseLog(text).tables;
  if (table?.op == null || table.ranks === null) throw new Error(name);
  const points = table.rows.map(({ bytes, outOfPlace }) => ({ bytes, timeS: outOfPlace.timeS }));
  return healthOf(points, table.op, { ranks: table.ranks, stride: 1 }, collectiveModel(machine(sketch))).verdict;
}

describe('health of a measured fabric', () => {
  it.each<[string, MachineSketch, string]>([
    ['h100-2n16g-allreduce-issue309', {}, 'as expected'],
    ['h100-8n64g-allreduce-issue309', {}, 'as expected'],
    ['h100-aws-p5-2n16g-allreduce-efa', { transport: 'efa', nics: 32, nicGBs: 12.5 }, 'as expected'],
    ['h100-aws-p5-2n16g-allreduce-efa-eks', { transport: 'efa', nics: 32, nicGBs: 12.5 }, 'slow'],
    ['h200-gcp-a3ultra-2n2g-allreduce-1nic', { transport: 'roce', perNode: 1, nics: 1, gpus: 2 }, 'slow'],
    ['h100-2n16g-allreduce-issue309', { nicGBs: 25 }, 'fast'],
  ])('%s on %o is %s', (name, sketch, expected) => {
    expect(verdict(name, sketch)).toBe(expected);
  });

  it('says unknown where no message is large', () => {
    const model = collectiveModel(machine());
    const health = healthOf([{ bytes: 8, timeS: 1e-5 }], 'all-reduce', { ranks: 8, stride: 1 }, model);
    expect(health).toEqual({ slowdown: null, verdict: 'unknown' });
  });
});
