import packed from './catalog.json' with { type: 'json' };
import { type PackedCatalog, unpackCatalog } from './pack.ts';
import type { Catalog } from './types.ts';

/** The catalog that ships with the tool, generated from configs/catalog by `npm run generate`. */
export const builtinCatalog: Catalog = unpackCatalog(packed as unknown as PackedCatalog);
