import { builtinCatalog } from '../../src/catalog/builtin.ts';
import type { Plan } from '../../src/spec/plan.ts';
import { type Resolved, resolveSpec } from '../../src/spec/resolve.ts';

/** The minimal spec of the interface, as printed there. */
export const MINIMAL = `name: 1,024 H100, rail-optimised, 2:1
gpus:      { type: h100-sxm, count: 1024 }
nics:      { type: cx7-400 }
topology:  { kind: rail-optimized, oversubscription: 2 }
workload:  { model: llama-3.1-70b, sequence_length: 8192, global_batch: 1024 }
`;

export interface Situation {
  readonly file?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly set?: readonly string[];
}

export function resolve(
  text: string | Uint8Array,
  { file = 'c.yaml', files = {}, set = [] }: Situation = {},
): Resolved {
  return resolveSpec({
    text,
    file,
    catalog: builtinCatalog,
    readFile: (path) => {
      const content = Object.hasOwn(files, path) ? files[path] : undefined;
      if (content === undefined)
        throw Object.assign(new Error(`ENOENT: no such file, open '${path}'`), { code: 'ENOENT' });
      return new TextEncoder().encode(content);
    },
    overrides: set,
  });
}

/** The plan of a spec that has no errors. */
export function planOf(text: string, situation: Situation = {}): Plan {
  const { plan, diagnostics } = resolve(text, situation);
  if (plan === null) throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'));
  return plan;
}

/** `CODE line:column+length path`, one for each finding. */
export const places = (text: string | Uint8Array, situation: Situation = {}): readonly string[] =>
  resolve(text, situation).diagnostics.map(({ code, at, path }) =>
    `${code} ${at?.line}:${at?.column}+${at?.length} ${path}`.trimEnd(),
  );

/** The minimal spec with another workload; `extra` is laid under the three keys it needs. */
export const withWorkload = (extra: string): string =>
  MINIMAL.replace('global_batch: 1024 }', `global_batch: 1024, ${extra} }`);
