import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { specJsonSchema } from '../../src/spec/json-schema.ts';
import { MINIMAL } from './fixture.ts';
import { violations } from './json-schema-check.ts';

const schema = specJsonSchema();
const check = (text: string): readonly string[] => violations(schema, parse(text));

describe('the JSON Schema of a spec', () => {
  it('accepts the minimal spec of the interface', () => expect(check(MINIMAL)).toEqual([]));

  const configs = join(import.meta.dirname, '../../configs');
  it.each(readdirSync(configs).filter((file) => file.endsWith('.yaml')))('accepts %s', (file) => {
    expect(check(readFileSync(join(configs, file), 'utf8'))).toEqual([]);
  });

  it('requires the keys without a default, unless the spec extends another', () => {
    expect(check('gpus: { count: 8 }')).not.toEqual([]);
    expect(check('extends: base.yaml\ngpus: { count: 8 }')).toEqual([]);
  });

  it.each([
    ['an unknown key', 'oversubscription: 2', 'oversubscriptoin: 2'],
    ['an unknown key of an inline device', '{ type: cx7-400 }', '{ type: { bandwith: 1 } }'],
    ['a wrong choice', 'rail-optimized', 'rail'],
    ['a wrong type', 'count: 1024', 'count: "1024"'],
    ['a number out of range', 'count: 1024', 'count: 0'],
  ])('refuses %s', (_, right, wrong) => expect(check(MINIMAL.replace(right, wrong))).not.toEqual([]));

  it('describes every key, and offers the ids of the catalog', () => {
    const silent: string[] = [];
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const { properties } = node as { properties?: Readonly<Record<string, object>> };
      for (const [name, property] of Object.entries(properties ?? {})) {
        if (
          !path.includes('provenance') &&
          !path.endsWith('then') &&
          !('description' in property) &&
          !('properties' in property)
        ) {
          silent.push(`${path}/${name}`);
        }
      }
      for (const [name, child] of Object.entries(node)) visit(child, `${path}/${name}`);
    };
    visit({ properties: schema['properties'] }, '');
    const ours = silent.filter((path) => !/gpus|nics|switch|model|server_usd|prices/.test(path));
    expect(ours).toEqual([]);
    expect(JSON.stringify(schema)).toContain('"h100-sxm"');
  });
});
