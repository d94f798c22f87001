import { describe, expect, it } from 'vitest';
import { ALGORITHMS } from '../../../src/collectives/registry.ts';
import { CODES } from '../../../src/diagnostics/codes.ts';
import { explainedFields } from '../../../src/report/explain/registry.ts';
import { cli } from '../fake-io.ts';

describe('explain', () => {
  it.each(Object.keys(CODES))('%s: title, cause, example, fix', async (code) => {
    const { exitCode, stdout } = await cli(['explain', code]);
    const { title, cause, fix } = CODES[code as keyof typeof CODES];
    expect(exitCode).toBe(0);
    for (const words of [code, title, cause, 'Example:', fix]) expect(stdout).toContain(words);
  });

  it('takes a code in lower case and gives it as JSON', async () => {
    const { stdout } = await cli(['explain', 'fp102', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ code: 'FP102', severity: 'error' });
  });

  it('tells meaning, formula, source and an example of every field', async () => {
    for (const field of explainedFields) {
      const { exitCode, stdout } = await cli(['explain', field]);
      expect(exitCode, field).toBe(0);
      expect(stdout).toMatch(/\n {2}formula {2}.+\n {2}source {3}.+\n(?: {2}inputs .+\n)? {2}example {2}fabricplan /);
    }
  });

  it('tells terms, bound and source of every collective algorithm', async () => {
    for (const { id, alpha, beta, lowerBound, source } of ALGORITHMS) {
      const { exitCode, stdout } = await cli(['explain', id]);
      expect(exitCode, id).toBe(0);
      for (const words of [alpha, beta, lowerBound, source]) expect(stdout).toContain(words);
    }
    const { stdout } = await cli(['explain', 'ring', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ algorithm: 'ring', chosen_by_library: true });
  });

  it('prints the exit codes', async () => {
    const { stdout } = await cli(['explain', 'exit-codes']);
    expect(stdout.split('\n').map((line) => line.trim().split(/ {2,}/)[0])).toEqual([
      'code',
      '0',
      '1',
      '2',
      '3',
      '70',
      '130',
      '',
    ]);
  });

  it.each([
    ['training.step_tme_s', 'did you mean "training.step_time_s"'],
    ['FP999', 'FP'],
    ['constructor', 'give a code'],
  ])('does not know %s', async (topic, words) => {
    const { exitCode, stderr } = await cli(['explain', topic]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('FP405');
    expect(stderr).toContain(words);
  });
});
