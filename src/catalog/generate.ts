import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileCatalog } from './compile.ts';
import { packCatalog } from './pack.ts';
import { readCatalogSources } from './sources.ts';

/** Compiles configs/catalog to catalog.json. Exits 1 with every problem when a file is wrong. */
const here = dirname(fileURLToPath(import.meta.url));
const { catalog, problems } = compileCatalog(readCatalogSources(join(here, '../../configs/catalog')));
for (const { file, path, message } of problems) process.stderr.write(`${file}: ${path.join('.')}: ${message}\n`);
if (problems.length > 0) process.exit(1);
writeFileSync(join(here, 'catalog.json'), `${JSON.stringify(packCatalog(catalog))}\n`);
