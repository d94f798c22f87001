import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ProfileEntry } from '../../../src/spec/calibration.ts';
import { profileText } from '../../../src/spec/profile-file.ts';
import { COLLECTIVE_OPS } from '../../../src/spec/schema/calibration.ts';
import { MINIMAL, places, planOf, resolve } from '../fixture.ts';

const positive = fc.double({ min: 1e-12, max: 1e12, noNaN: true });

const anEntry: fc.Arbitrary<ProfileEntry> = fc.record({
  op: fc.constantFrom(...COLLECTIVE_OPS),
  ranks: fc.integer({ min: 2, max: 65_536 }),
  ranksPerNode: fc.option(fc.integer({ min: 1, max: 72 })),
  segments: fc.tuple(positive, positive).map(([alphaS, betaSPerByte]) => [
    { fromBytes: 0, alphaS, betaSPerByte },
    { fromBytes: 1024, alphaS, betaSPerByte: 0 },
  ]),
  smallestBytes: fc.integer({ min: 1, max: 1024 }),
  largestBytes: fc.integer({ min: 1024, max: 2 ** 40 }),
  rows: fc.integer({ min: 1, max: 100 }),
  errorFraction: fc.double({ min: 0, max: 1, noNaN: true }),
  leaveOneOutErrorFraction: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  source: fc.string(),
  machine: fc.array(fc.string(), { maxLength: 3 }),
});

const ENTRY: ProfileEntry = {
  op: 'all-reduce',
  ranks: 64,
  ranksPerNode: 8,
  segments: [{ fromBytes: 0, alphaS: 1e-5, betaSPerByte: 1e-11 }],
  smallestBytes: 8,
  largestBytes: 2 ** 34,
  rows: 32,
  errorFraction: 0.04,
  leaveOneOutErrorFraction: null,
  source: 'a.log',
  machine: [],
};
const fileOf = (...entries: readonly ProfileEntry[]) => profileText({ formatVersion: '1.0', entries }, 'test');
const SPEC = `${MINIMAL}profile: ./p.yaml\n`;

describe('a profile file', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(anEntry, (entry) => {
        const { plan, diagnostics } = resolve(SPEC, { files: { 'p.yaml': fileOf(entry) } });
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(plan?.calibration).toEqual({ entries: [entry], measured: [] });
      }),
    );
  });

  it('is found beside the spec that names it', () => {
    const plan = planOf(SPEC, { file: 'site/c.yaml', files: { 'site/p.yaml': fileOf(ENTRY) } });
    expect(plan.calibration?.entries).toHaveLength(1);
  });

  it('is not the log that it should be made from', () => {
    const log = `#       size         count      type   redop    root     time\n        8    2   float  sum  -1  24.7\n`;
    const { diagnostics } = resolve(SPEC, { files: { 'p.yaml': log } });
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ message }) => message).join()).toMatch(/it is a log, and fabricplan calibrate makes/);
    expect(errors).toHaveLength(1);
  });

  it('is said to be in use', () => {
    const { diagnostics } = resolve(SPEC, { files: { 'p.yaml': fileOf(ENTRY) } });
    expect(diagnostics.find(({ code }) => code === 'FP904')?.message).toBe('measured: all-reduce on 64 ranks');
  });

  it('that is missing, or broken, is placed', () => {
    expect(places(SPEC)).toContain('FP126 6:10+8 profile');
    const broken = fileOf(ENTRY).replace('ranks: 64', 'ranks: many').replace('rows:', 'rowz:');
    const { diagnostics, plan } = resolve(SPEC, { files: { 'p.yaml': broken } });
    expect(plan).toBeNull();
    const found = diagnostics.filter(({ severity }) => severity === 'error');
    expect(found.map(({ code, at }) => `${code} ${at?.file}:${at?.line}`)).toEqual([
      'FP106 p.yaml:4',
      'FP103 p.yaml:5',
      'FP101 p.yaml:11',
    ]);
  });

  it.each([
    ['a negative time', { segments: [{ fromBytes: 0, alphaS: -1, betaSPerByte: 1 }] }],
    ['a time of nothing', { segments: [{ fromBytes: 0, alphaS: 0, betaSPerByte: 0 }] }],
    ['sizes the wrong way round', { smallestBytes: 1024, largestBytes: 8 }],
    ['one rank', { ranks: 1 }],
  ])('with %s is refused', (_, change) => {
    const { plan } = resolve(SPEC, { files: { 'p.yaml': fileOf({ ...ENTRY, ...change }) } });
    expect(plan).toBeNull();
  });

  it('with two curves of one group is refused', () => {
    expect(resolve(SPEC, { files: { 'p.yaml': fileOf(ENTRY, ENTRY) } }).plan).toBeNull();
    const other = { ...ENTRY, ranksPerNode: 1 };
    expect(resolve(SPEC, { files: { 'p.yaml': fileOf(ENTRY, other) } }).plan).not.toBeNull();
  });

  it('of another version is refused', () => {
    expect(resolve(SPEC, { files: { 'p.yaml': fileOf(ENTRY).replace('"1.0"', '"2.0"') } }).plan).toBeNull();
  });

  it('keeps units in its names and its sources as text', () => {
    const [entry] = (parse(fileOf({ ...ENTRY, source: '- no: list' })) as { entries: Record<string, unknown>[] })
      .entries;
    expect(entry).toMatchObject({ source: '- no: list', segments: [{ alpha_s: 1e-5, beta_s_per_byte: 1e-11 }] });
  });
});

describe('measured', () => {
  const point = (more: string) => `{ op: all-reduce, ranks: 512, ${more} }`;

  it('gathers points by group', () => {
    const plan = planOf(
      `${MINIMAL}measured:\n  - ${point('bytes: 1 MiB, time: 200 us')}\n  - ${point('bytes: 1 GiB, time: 20 ms')}\n  - ${point('ranks_per_node: 1, bytes: 1 GiB, time: 30 ms')}\n`,
    );
    expect(plan.calibration?.measured).toMatchObject([
      {
        op: 'all-reduce',
        ranks: 512,
        ranksPerNode: null,
        points: [{ bytes: 2 ** 20 }, { bytes: 2 ** 30, timeS: 0.02 }],
      },
      { ranksPerNode: 1, points: [{ timeS: 0.03 }] },
    ]);
  });

  it.each([
    ['FP105', point('bytes: 1 GiB, time: 0 ms')],
    ['FP104', point('bytes: 1 GiB, time: 20').replace('20', '20 GB')],
    ['FP106', point('bytes: 1 GiB')],
    ['FP107', point('bytes: 1 GiB, time: 1 s').replace('all-reduce', 'allreduce')],
    ['FP101', point('bytes: 1 GiB, time: 1 s, busbw: 3')],
    ['FP105', `${point('bytes: 1 GiB, time: 1 s')}, ${point('bytes: 1024 MiB, time: 2 s')}`],
    ['FP105', point('bytes: 1 GiB, time: 1 ns')],
    ['FP105', point('bytes: 8, time: 500 ns')],
    ['FP105', `${point('bytes: 1 GiB, time: 12 ms')}, ${point('bytes: 2 GiB, time: 5 ms')}`],
  ])('refuses with %s', (code, points) => {
    const { plan, diagnostics } = resolve(`${MINIMAL}measured: [${points}]\n`);
    expect(plan).toBeNull();
    expect(diagnostics.map((found) => found.code)).toContain(code);
  });

  it('says beside which point a time cannot be', () => {
    const points = `${point('bytes: 2 GiB, time: 1 ms')}, ${point('bytes: 1 GiB, time: 12 ms')}`;
    const { diagnostics } = resolve(`${MINIMAL}measured: [${points}]\n`);
    const messages = diagnostics.filter(({ code }) => code === 'FP105').map(({ message }) => message);
    expect(messages).toEqual([
      'measured[0].time must be at least half of what a smaller message takes (1 GiB takes 12 ms), not 1 ms',
    ]);
  });

  it('takes a time that falls a little, as where a library changes its algorithm too late', () => {
    const points = `${point('bytes: 1 GiB, time: 12 ms')}, ${point('bytes: 2 GiB, time: 7 ms')}`;
    expect(resolve(`${MINIMAL}measured: [${points}]\n`).plan).not.toBeNull();
  });
});
