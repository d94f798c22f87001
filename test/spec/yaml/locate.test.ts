import { describe, expect, it } from 'vitest';
import { loadYaml } from '../../../src/spec/yaml/load.ts';

const SPEC = `# a comment
name: x
gpus: { type: h100, count: 8 }
topology:
  kind: fat-tree # the kind
  list: [1, 2,
    3]
  empty:
  items:
    - a: 1
      b: "two"
    - 5
base: &base { power: 700 W }
twin: *base
text: |
  first
  second
`;

const { locate, diagnostics } = loadYaml(SPEC, 'c.yaml');

/** Line, and the text marked on it. */
function marked(path: readonly (string | number)[], target: 'key' | 'value' = 'value'): string {
  const { line, column, length, sourceLine, file } = locate(path, target);
  expect(file).toBe('c.yaml');
  expect(sourceLine).toBe(SPEC.split('\n')[line - 1]);
  return `${line} ${sourceLine.slice(column - 1, column - 1 + length)}`;
}

describe('locate', () => {
  it('the fixture is sound', () => {
    expect(diagnostics).toEqual([]);
  });

  it.each<[(string | number)[], string]>([
    [['gpus', 'type'], '3 h100'],
    [['gpus'], '3 { type: h100, count: 8 }'],
    [['topology', 'kind'], '5 fat-tree'],
    [['topology', 'list'], '6 [1, 2,'],
    [['topology', 'list', 2], '7 3'],
    [['topology', 'items', 0, 'b'], '11 "two"'],
    [['topology', 'items', 1], '12 5'],
    [['text'], '15 |'],
    [['twin'], '14 *base'],
    [['twin', 'power'], '13 700 W'],
  ])('value at %j', (path, expected) => {
    expect(marked(path)).toBe(expected);
  });

  it.each<[(string | number)[], string]>([
    [['gpus'], '3 gpus'],
    [['gpus', 'count'], '3 count'],
    [['topology', 'items', 0, 'b'], '11 b'],
    [['topology', 'items', 1], '12 5'],
    [['twin', 'power'], '13 power'],
  ])('key at %j', (path, expected) => {
    expect(marked(path, 'key')).toBe(expected);
  });

  it.each<[string, (string | number)[], string]>([
    ['a missing key at its parent', ['gpus', 'per_node'], '3 gpus'],
    ['a missing key below a missing key', ['topology', 'switch', 'ports'], '4 topology'],
    ['a missing item', ['topology', 'list', 9], '6 list'],
    ['a path through a scalar', ['gpus', 'count', 'x'], '3 count'],
    ['a missing key of the root at the first key', ['workload'], '2 name'],
    ['the root', [], '2 name'],
    ['an empty value at its key', ['topology', 'empty'], '8 empty'],
    ['an indented block at its key', ['topology', 'items'], '9 items'],
    ['a block in a list at its first key', ['topology', 'items', 0], '10 a'],
  ])('%s', (_, path, expected) => {
    expect(marked(path)).toBe(expected);
  });

  it('finds the value that counts among duplicate keys', () => {
    expect(loadYaml('a: 1\na: 2\n', 'c.yaml').locate(['a'])).toMatchObject({ line: 1, column: 4 });
  });

  it('counts lines and columns the same with CRLF and a byte order mark', () => {
    const crlf = loadYaml(`\ufeff${SPEC.replaceAll('\n', '\r\n')}`, 'c.yaml');
    for (const path of [['name'], ['gpus', 'type'], ['topology', 'items', 0, 'b'], ['text']]) {
      expect(crlf.locate(path)).toEqual(locate(path));
    }
  });

  it('does not mistake inherited names for keys', () => {
    expect(marked(['toString'])).toBe('2 name');
    expect(marked(['gpus', 'constructor'])).toBe('3 gpus');
  });
});
