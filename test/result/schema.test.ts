import { describe, expect, it } from 'vitest';
import { resultJsonSchema } from '../../src/result/json-schema.ts';
import { ResultSchema } from '../../src/result/schema.ts';
import { fitting, hostile, tooLarge, unpriced } from '../report/fixture.ts';

describe('the result schema', () => {
  it.each([fitting, tooLarge, unpriced, hostile].map((result) => [result.name, result] as const))(
    'accepts %s',
    (_, result) => expect(ResultSchema.parse(result)).toEqual(result),
  );

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1])('refuses %d as a step time', (value) => {
    const training = { ...fitting.training, step_time_s: value };
    expect(ResultSchema.safeParse({ ...fitting, training }).success).toBe(false);
  });

  it('refuses a key that it does not know', () => {
    expect(ResultSchema.safeParse({ ...fitting, extra: 1 }).success).toBe(false);
  });

  it('is published as JSON Schema that closes every object with keys', () => {
    const open: string[] = [];
    const visit = (node: unknown, path: string): void => {
      if (node === null || typeof node !== 'object') return;
      if ('properties' in node && (node as Record<string, unknown>)['additionalProperties'] !== false) open.push(path);
      for (const [name, child] of Object.entries(node)) visit(child, `${path}/${name}`);
    };
    visit(resultJsonSchema(), '');
    expect(open).toEqual([]);
  });
});
