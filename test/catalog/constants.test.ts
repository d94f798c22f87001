import { describe, expect, it } from 'vitest';
import { resolveConstants } from '../../src/catalog/constants.ts';
import type { ConstantScope, ModelConstant } from '../../src/catalog/types.ts';

const constant = (...values: readonly (readonly [ConstantScope, number])[]): ModelConstant => ({
  id: 'c',
  unit: 's',
  meaning: 'A constant',
  values: values.map(([scope, value]) => ({
    scope,
    value,
    provenance: { source: `source ${value}`, confidence: 'fitted' },
    serves: [],
  })),
});
const resolve = (
  target: Parameters<typeof resolveConstants>[1],
  ...values: readonly (readonly [ConstantScope, number])[]
) => resolveConstants([constant(...values)], target)['c']?.value;

const H100 = { generation: 'hopper', vendor: 'nvidia', transport: 'infiniband', framework: 'megatron', year: 2024 };

describe('resolveConstants', () => {
  it('takes the value with most matching keys, wherever it stands', () => {
    expect(
      resolve(
        H100,
        [{}, 1],
        [{ vendor: 'nvidia' }, 2],
        [{ vendor: 'nvidia', generation: 'hopper' }, 3],
        [{ framework: 'megatron' }, 4],
      ),
    ).toBe(3);
  });

  it('ignores a value of which one key does not match', () => {
    expect(resolve(H100, [{ vendor: 'nvidia', generation: 'ampere' }, 2], [{}, 1])).toBe(1);
    expect(resolve({ year: 2024 }, [{ vendor: 'nvidia' }, 2], [{}, 1])).toBe(1);
  });

  it('lets a generation stand in for its refresh, which its own value and more keys outrank', () => {
    const refresh = { ...H100, generation: 'blackwell-ultra' };
    expect(resolve(refresh, [{ generation: 'blackwell' }, 1], [{}, 2])).toBe(1);
    expect(resolve(refresh, [{ generation: 'blackwell' }, 1], [{ generation: 'blackwell-ultra' }, 2], [{}, 3])).toBe(2);
    expect(resolve(refresh, [{ generation: 'blackwell' }, 1], [{ vendor: 'nvidia' }, 2], [{}, 3])).toBe(2);
    expect(resolve({ ...H100, generation: 'blackwell' }, [{ generation: 'blackwell-ultra' }, 1], [{}, 2])).toBe(2);
  });

  it('takes the first of equals', () => {
    expect(resolve(H100, [{ transport: 'infiniband' }, 1], [{ vendor: 'nvidia' }, 2], [{}, 3])).toBe(1);
  });

  it('counts years inclusively, open ends too, as one key', () => {
    const values = [
      [{ yearTo: 2021 }, 1],
      [{ yearFrom: 2022, yearTo: 2024 }, 2],
      [{ vendor: 'nvidia', yearFrom: 2025 }, 3],
      [{}, 4],
    ] as const;
    expect([2020, 2021, 2022, 2024, 2025].map((year) => resolve({ ...H100, year }, ...values))).toEqual([
      1, 1, 2, 2, 3,
    ]);
    expect(resolve(H100, [{ vendor: 'nvidia' }, 1], [{ yearFrom: 2022, yearTo: 2024 }, 2], [{}, 3])).toBe(1);
  });

  it('hands on unit and source, and leaves out a constant that has no value here', () => {
    expect(resolveConstants([constant([{ vendor: 'amd' }, 1])], H100)).toEqual({});
    expect(resolveConstants([constant([{}, 7])], H100)).toEqual({
      c: { value: 7, unit: 's', source: 'source 7', confidence: 'fitted' },
    });
  });
});
