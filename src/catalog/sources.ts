import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { CatalogFile } from './compile.ts';

/** The shipped catalog files, in the order they compile: devices before the servers that name them. Build-time only. */
export function readCatalogSources(folder: string): CatalogFile[] {
  const hardware = ['gpus', 'nics', 'switches', 'servers', 'optics', 'models', 'operating'].map(
    (name) => `${name}.yaml`,
  );
  const constants = readdirSync(join(folder, 'constants'))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join('constants', name));
  return [...hardware, ...constants].map((label) => ({
    label,
    data: parse(readFileSync(join(folder, label), 'utf8')) as unknown,
    fallback: null,
  }));
}
