import { describe, expect, it } from 'vitest';
import { MINIMAL, places, planOf } from '../fixture.ts';

describe('--set', () => {
  it('equals the edited file in everything but the record of it', () => {
    const {
      origins: _,
      overrides,
      ...set
    } = planOf(MINIMAL, { set: ['gpus.count=2048', 'topology.oversubscription=4'] });
    const {
      origins: __,
      overrides: none,
      ...edited
    } = planOf(MINIMAL.replace('count: 1024', 'count: 2048').replace('oversubscription: 2', 'oversubscription: 4'));
    expect(set).toEqual(edited);
    expect(overrides).toEqual(['gpus.count=2048', 'topology.oversubscription=4']);
    expect(none).toEqual([]);
  });

  it('lets the last of several on one key count', () => {
    const plan = planOf(MINIMAL, { set: ['gpus.count=2048', 'gpus.count=512'] });
    expect(plan.cluster.gpus).toBe(512);
    expect(plan.origins['gpus.count']).toEqual({ kind: 'override', text: 'gpus.count=512' });
  });

  it.each([
    ['topology.oversubscription=[1, 7]', (plan: ReturnType<typeof planOf>) => plan.topology.oversubscription, [1, 7]],
    ['workload.cuda_graphs=true', (plan: ReturnType<typeof planOf>) => plan.workload.cudaGraphs, true],
    ['topology.link_bandwidth=800 Gb/s', (plan: ReturnType<typeof planOf>) => plan.topology.linkBytesPerS, [100e9]],
    ['name=a = b', (plan: ReturnType<typeof planOf>) => plan.name, 'a = b'],
    ['nics.type.bandwidth=800 Gb/s', (plan: ReturnType<typeof planOf>) => plan.cluster.nic.bytesPerS, 100e9],
    ['economics.pue=1.1', (plan: ReturnType<typeof planOf>) => plan.economics.pue, 1.1],
    ['workload.parallelism.tensor=8', (plan: ReturnType<typeof planOf>) => plan.layout?.tensor, 8],
  ] as const)('%s is typed as in YAML, and opens what it goes below', (set, read, expected) => {
    const text = set.startsWith('nics') ? MINIMAL.replace('oversubscription: 2', 'switch: q3400') : MINIMAL;
    expect(read(planOf(text, { set: [set] }))).toEqual(expected);
  });

  it('reaches into lists', () => {
    const text = MINIMAL.replace('oversubscription: 2', 'oversubscription: [1, 2]');
    expect(planOf(text, { set: ['topology.oversubscription.1=7'] }).topology.oversubscription).toEqual([1, 7]);
    expect(planOf(text, { set: ['topology.oversubscription[0]=3'] }).topology.oversubscription).toEqual([3, 2]);
  });

  it.each([
    ['gpus.count', 'FP128 1:1+10'],
    ['=3', 'FP128 1:1+2'],
    ['gpus..count=3', 'FP128 1:1+13'],
    ['gpus.count=[', 'FP128 1:1+12'],
    ['gpus.count=1\nb: 2', 'FP128 1:1+17'],
    ['gpus.count.x=3', 'FP128 1:12+1'],
    ['extends=a.yaml', 'FP128 1:1+14'],
    ['__proto__.x=1', 'FP128 1:1+13'],
    ['topology.oversubscription.1=7', 'FP128 1:27+1'],
    ['gpus.cuont=3', 'FP101 1:6+5 gpus.cuont'],
    ['gpu.count=3', 'FP101 1:1+3 gpu'],
    ['gpus.count="3"', 'FP103 1:12+3 gpus.count'],
    ['gpus.type=h100', 'FP102 1:11+4 gpus.type'],
    ['workload.parallelism.tensor=3', 'FP201 1:10+11 workload.parallelism'],
  ])('%s is refused at its place in the argument', (set, place) => {
    expect(places(MINIMAL, { set: [set] })).toContain(place);
  });
});
