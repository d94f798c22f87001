import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileCatalog } from './compile.ts';
import { packCatalog } from './pack.ts';
import { readCatalogSources } from './sources.ts';

/**
 * The text of catalog.json for a folder of catalog files.
 *
 * @throws Error naming every problem when a file is wrong
 */
export function catalogJson(folder: string): string {
  const { catalog, problems } = compileCatalog(readCatalogSources(folder));
  if (problems.length > 0) {
    throw new Error(problems.map(({ file, path, message }) => `${file}: ${path.join('.')}: ${message}`).join('\n'));
  }
  return `${JSON.stringify(packCatalog(catalog))}\n`;
}

/** Writes src/catalog/catalog.json from configs/catalog. */
export function generateCatalog(): void {
  const here = dirname(fileURLToPath(import.meta.url));
  writeFileSync(join(here, 'catalog.json'), catalogJson(join(here, '../../configs/catalog')));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generateCatalog();
