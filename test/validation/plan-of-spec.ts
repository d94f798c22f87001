import { builtinCatalog } from '../../src/catalog/builtin.ts';
import { hasErrors } from '../../src/diagnostics/diagnostic.ts';
import type { Plan } from '../../src/spec/plan.ts';
import { resolveSpec } from '../../src/spec/resolve.ts';

export type PlanOrReason = { readonly ok: true; readonly plan: Plan } | { readonly ok: false; readonly reason: string };

/** A spec given as data, read as a user's file would be (JSON is YAML). */
export function planOfSpec(spec: Readonly<Record<string, unknown>>): PlanOrReason {
  const { plan, diagnostics } = resolveSpec({
    text: JSON.stringify(spec),
    file: 'row.yaml',
    catalog: builtinCatalog,
    readFile: (path: string) => {
      throw new Error(`rows name no other file, but this one names ${path}`);
    },
    overrides: [],
  });
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (plan === null || hasErrors(diagnostics)) {
    return { ok: false, reason: error === undefined ? 'no plan' : `${error.code} ${error.path}: ${error.message}` };
  }
  return { ok: true, plan };
}
