import { describe, expect, it } from 'vitest';
import { builtinCatalog } from '../../../src/catalog/builtin.ts';
import { planInputs } from '../../../src/report/explain/plan-inputs.ts';
import { canonicalPath, entries, entryOf } from '../../../src/report/explain/registry.ts';
import { resultFields } from '../../../src/result/fields.ts';

const constants = new Set(builtinCatalog.constants.map(({ id }) => id));
const leaves = new Set(resultFields().map(({ path }) => path));

describe('explanations', () => {
  it('cover every leaf of the result and nothing else', () => {
    expect(Object.keys(entries).filter((path) => !leaves.has(path))).toEqual([]);
    expect([...leaves].filter((path) => !Object.hasOwn(entries, path))).toEqual([]);
  });

  it.each(Object.entries(entries))('%s names inputs that exist', (path, { inputs, meaning, formula }) => {
    const missing = inputs.filter((ref) => {
      if (ref.startsWith('plan:')) return !Object.hasOwn(planInputs, ref.slice('plan:'.length));
      if (ref.startsWith('constant:')) return !constants.has(ref.slice('constant:'.length));
      if (/^(price|draw|rating|covered|tier):[\w|[\]]+$/.test(ref)) return false;
      // A `*` is the key of the map that the field belongs to.
      const pattern = new RegExp(`^${ref.replaceAll(/[.[\]]/g, '\\$&').replace('*', '\\w+')}$`);
      return ![...leaves].some((leaf) => pattern.test(leaf));
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
