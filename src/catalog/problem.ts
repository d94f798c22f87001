import type * as z from 'zod';

/** Something wrong in a catalog file. Callers turn the data path into a line and a caret. */
export interface CatalogProblem {
  /** Label of the file, as handed in. */
  readonly file: string;
  readonly path: readonly (string | number)[];
  readonly kind: 'unknown-key' | 'value' | 'missing' | 'duplicate' | 'reference';
  readonly message: string;
  readonly help?: string;
}

/** Problems of one failed parse: an unknown key is located at the key, a union at its most telling branch. */
export function problemsOf(error: z.ZodError, file: string, prefix: readonly (string | number)[]): CatalogProblem[] {
  return error.issues.flatMap((issue) => issueProblems(issue, file, prefix));
}

type Issue = z.core.$ZodIssue;

function issueProblems(issue: Issue, file: string, prefix: readonly (string | number)[]): CatalogProblem[] {
  const path = [...prefix, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      file,
      path: [...path, key],
      kind: 'unknown-key',
      message: `unknown key "${key}"`,
    }));
  }
  if (issue.code === 'invalid_union') {
    const branch = closest(issue.errors);
    if (branch.length > 0) return branch.flatMap((inner) => issueProblems(inner, file, path));
  }
  const help = issue.code === 'custom' ? issue.params?.['help'] : undefined;
  const missing = issue.code === 'invalid_type' && issue.input === undefined && issue.path.length > 0;
  return [
    {
      file,
      path,
      kind: missing ? 'missing' : 'value',
      message: missing ? `${String(issue.path.at(-1))} is missing` : issue.message,
      ...(typeof help === 'string' ? { help } : {}),
    },
  ];
}

/** The branch whose first issue lies deepest: it understood the value furthest. */
function closest(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const depth = (issues: readonly Issue[]): number => Math.max(0, ...issues.map((issue) => issue.path.length));
  const custom = branches.find((issues) => issues.some((issue) => issue.code === 'custom'));
  if (custom !== undefined) return custom;
  return branches.reduce<readonly Issue[]>((best, issues) => (depth(issues) > depth(best) ? issues : best), []);
}
