import { describe, expect, it } from 'vitest';
import { planInputs } from '../../../src/report/explain/plan-inputs.ts';
import { canonicalPath, entries, entryOf } from '../../../src/report/explain/registry.ts';
import { resultFields } from '../../../src/result/fields.ts';

const leaves = new Set(resultFields().map(({ path }) => path));

describe('explanations', () => {
  it('cover every leaf of the result and nothing else', () => {
    expect(Object.keys(entries).filter((path) => !leaves.has(path))).toEqual([]);
    expect([...leaves].filter((path) => !Object.hasOwn(entries, path))).toEqual([]);
  });

  it.each(Object.entries(entries))('%s names inputs that exist', (path, { inputs, meaning, formula }) => {
    const missing = inputs.filter((ref) => {
      const name = ref.replace(/^plan:/, '');
      return ref.startsWith('plan:') ? !Object.hasOwn(planInputs, name) : !leaves.has(name);
    });
    expect(missing).toEqual([]);
    expect(inputs).not.toContain(path);
    expect(new Set(inputs).size).toBe(inputs.length);
    expect(meaning.length).toBeGreaterThan(3);
    expect(formula.length).toBeGreaterThan(3);
  });

  it('leave no input of the plan unused', () => {
    const used = new Set(Object.values(entries).flatMap(({ inputs }) => inputs));
    expect(Object.keys(planInputs).filter((name) => !used.has(`plan:${name}`))).toEqual([]);
  });

  it.each([
    ['fabric.tiers[3].switches', 'fabric.tiers[].switches'],
    ['fabric.tiers.switches', 'fabric.tiers[].switches'],
    ['reasons.training.mfu', 'reasons.*'],
    ['training.mfu', 'training.mfu'],
  ])('%s is explained as %s', (path, canonical) => expect(canonicalPath(path)).toBe(canonical));

  it.each(['training', 'training.nothing', 'constructor', '', '[]'])('%j is no field', (path) =>
    expect(entryOf(path)).toBeNull(),
  );
});
