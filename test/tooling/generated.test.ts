import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renewed } from './readme-blocks.ts';
import { schemaFile, schemaNames, schemaText } from './schemas.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** A failure here is cured by `npm run generate`. */
describe('generated files are up to date', () => {
  it.each(schemaNames)('JSON Schema of %s', async (name) => {
    expect(read(schemaFile(name))).toBe(await schemaText(name));
  });

  it('tables and transcript of the README', async () => {
    const readme = read('README.md');
    expect(readme).toBe(await renewed(readme));
  });
});

describe('the README', () => {
  it('gives a reason for every dependency, and for nothing else', () => {
    const manifest = JSON.parse(read('package.json')) as {
      devDependencies: Record<string, string>;
      dependencies?: unknown;
    };
    const section = /## Dependencies\n([\s\S]*?)\n## /.exec(read('README.md'))?.[1] ?? '';
    const rows = [...section.matchAll(/^\| `([^`]+)` \| (\S+) \| ([^|]*\S) \|$/gm)];
    expect(rows.map(([, name, version]) => `${name}@${version}`).sort()).toEqual(
      Object.entries(manifest.devDependencies)
        .map(([name, version]) => `${name}@${version}`)
        .sort(),
    );
    expect(manifest.dependencies).toBeUndefined();
  });

  it('shows a config that ships', () => {
    for (const [path] of read('README.md').matchAll(/configs\/[\w.-]+\.yaml/g)) expect(() => read(path)).not.toThrow();
  });
});
