import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renewed } from './readme-blocks.ts';
import { schemaFile, schemaNames, schemaText } from './schemas.ts';

/** Second half of `npm run generate`: JSON Schemas and the tables of the README. Tests hold all of it to the code. */
const root = join(import.meta.dirname, '..', '..');

mkdirSync(join(root, 'configs/schema'), { recursive: true });
for (const name of schemaNames) writeFileSync(join(root, schemaFile(name)), await schemaText(name));
const readme = join(root, 'README.md');
writeFileSync(readme, await renewed(readFileSync(readme, 'utf8')));
