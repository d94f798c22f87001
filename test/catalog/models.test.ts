import { describe, expect, it } from 'vitest';
import { builtinCatalog } from '../../src/catalog/builtin.ts';
import { parameterCount } from '../../src/model/parameters.ts';

const SHARE = 0.005;
/** Published totals above this many significant digits are sums of checkpoint tensors; fewer are headlines. */
const HEADLINE_DIGITS = 5;

/** Half a unit in the last digit that was printed: 1.7B may be anything from 1.65B to 1.75B. */
function rounding(published: number): number {
  const digits = String(published).replace(/0+$/, '');
  if (digits.length > HEADLINE_DIGITS) return 0;
  const unit = 10 ** (String(published).length - digits.length);
  return Math.min(unit, 1e8) / 2;
}

/** 314B counts the layers alone and cuts the rest; the shape is the released one, embedding table included. */
const GROK_SHARE = 0.006;

describe('catalog models', () => {
  it.each(builtinCatalog.models.map((model) => [model.id, model] as const))(
    '%s counts its published parameters',
    (id, model) => {
      const published = model.architecture.publishedParameters ?? Number.NaN;
      const share = id === 'grok-1' ? GROK_SHARE : SHARE;
      expect(Math.abs(parameterCount(model.architecture).total - published)).toBeLessThanOrEqual(
        Math.max(share * published, rounding(published)),
      );
    },
  );

  it('counts the released checkpoints to a millionth', () => {
    const exact = builtinCatalog.models.filter(
      ({ architecture }) => (architecture.publishedParameters ?? 0) % 1e6 !== 0,
    );
    expect(exact.length).toBeGreaterThan(15);
    for (const { id, architecture } of exact) {
      expect(parameterCount(architecture).total / (architecture.publishedParameters ?? 0), id).toBeCloseTo(1, 6);
    }
  });

  it('activates what the names say: Qwen3 30B-A3B three, 235B-A22B twenty-two, DeepSeek-V3 thirty-seven billion', () => {
    const active = (id: string): number => {
      const model = builtinCatalog.models.find((candidate) => candidate.id === id);
      return model === undefined ? Number.NaN : parameterCount(model.architecture).active / 1e9;
    };
    expect(active('qwen3-30b-a3b')).toBeCloseTo(3.3, 0);
    expect(active('qwen3-235b-a22b')).toBeCloseTo(22, 0);
    expect(active('deepseek-v3')).toBeCloseTo(37.5, 0);
    expect(active('gpt-oss-120b')).toBeGreaterThan(5);
    expect(active('gpt-oss-120b')).toBeLessThan(6);
  });

  it('has the models that specs name', () => {
    const ids = new Set(builtinCatalog.models.map(({ id }) => id));
    const named = [
      'gpt-3-175b',
      'megatron-22b',
      'megatron-530b',
      'megatron-1t',
      'llama-2-70b',
      'llama-3-8b',
      'llama-3.1-405b',
      'mixtral-8x7b',
      'mixtral-8x22b',
      'deepseek-v3',
      'qwen3-32b',
      'qwen3-235b-a22b',
      'gpt-oss-120b',
    ];
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
  });
});
