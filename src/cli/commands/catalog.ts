import { builtinCatalog } from '../../catalog/builtin.ts';
import { findEntry } from '../../catalog/lookup.ts';
import { catalogRows } from '../../catalog/rows.ts';
import { CATALOG_KINDS, type CatalogKind } from '../../catalog/schema.ts';
import { badUsage } from '../../diagnostics/messages/usage.ts';
import { alternatives, quote } from '../../diagnostics/printable.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { catalogCsv, catalogJson, catalogTable, kindsTable } from '../../report/catalog.ts';
import { Exit } from '../../report/exit.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../usage-error.ts';

export const command: Command = async ({ args: [kindName, id], options }, { io, paint }) => {
  const format = options.format ?? 'table';
  const kinds = kindName === undefined ? CATALOG_KINDS : [kindOf(kindName)];
  const [first = 'gpus'] = kinds;
  if (id !== undefined) checkId(first, id);
  if (kindName === undefined && format === 'table') {
    const counts = kinds.map((kind) => [kind, builtinCatalog[kind].length] as const);
    io.stdout.write(kindsTable(counts, paint.stdout));
    return Exit.ok;
  }
  const rows = kinds.flatMap((kind) => catalogRows(builtinCatalog, kind, id));
  if (format === 'json') io.stdout.write(catalogJson(rows));
  else if (format === 'csv') io.stdout.write(catalogCsv(rows));
  else io.stdout.write(catalogTable(first, rows, id !== undefined, paint.stdout));
  return Exit.ok;
};

function kindOf(name: string): CatalogKind {
  const kind = CATALOG_KINDS.find((known) => known === name);
  if (kind !== undefined) return kind;
  const help = didYouMean(name, CATALOG_KINDS) ?? `use ${alternatives(CATALOG_KINDS)}`;
  throw new UsageError(badUsage(`the catalog has no kind ${quote(name)}`, help));
}

function checkId(kind: CatalogKind, id: string): void {
  const lookup = findEntry<{ readonly id: string }>(builtinCatalog[kind], id);
  if (lookup.found) return;
  const near = lookup.near.map((name) => `"${name}"`).join(' or ');
  const help = near === '' ? `list them with: fabricplan catalog ${kind}` : `did you mean ${near}?`;
  throw new UsageError(badUsage(`${quote(id)} is not among the ${kind} of the catalog`, help));
}
