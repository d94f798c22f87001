import { readdirSync, readFileSync } from 'node:fs';
import { builtinCatalog } from '../src/catalog/builtin.ts';
import { EVERYTHING, evaluate } from '../src/evaluation/evaluate.ts';
import { chooseLayout } from '../src/planning/choose-layout.ts';
import { planned } from '../src/planning/search/planned.ts';
import type { Result } from '../src/result/schema.ts';
import type { Plan } from '../src/spec/plan.ts';
import { resolveSpec } from '../src/spec/resolve.ts';

export interface Shipped {
  readonly name: string;
  readonly plan: Plan;
  readonly result: Result;
}

const configs = new URL('../configs/', import.meta.url);

/** The plan and the whole result, ranges included, of a spec whose layout is chosen where it leaves it open. */
export function evaluated(
  name: string,
  text: string,
  overrides: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
): Shipped {
  const { plan: resolved, diagnostics } = resolveSpec({
    text,
    file: name,
    catalog: builtinCatalog,
    readFile: (path) =>
      Object.hasOwn(files, path) ? Buffer.from(files[path] ?? '') : readFileSync(new URL(path, configs)),
    overrides,
  });
  if (resolved === null) throw new Error(JSON.stringify(diagnostics));
  const choice = resolved.layout === null ? chooseLayout(resolved) : null;
  const plan = choice?.ok && choice.candidate !== null ? planned(resolved, choice.candidate) : resolved;
  if (plan.layout === null) throw new Error(`${name}: no layout`);
  const outcome = evaluate(plan, plan.layout, 'spec', { ...EVERYTHING, range: true });
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return { name, plan, result: outcome.result };
}

/** Every shipped config. */
export const shipped = (): readonly Shipped[] =>
  readdirSync(configs)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => evaluated(name, readFileSync(new URL(name, configs), 'utf8')));
