import type { At } from '../diagnostics/diagnostic.ts';
import type { Origin, Plan } from '../spec/plan.ts';
import type { ReadSpec } from './read-spec.ts';

export interface Place {
  readonly path: string;
  readonly at?: At;
}

/**
 * Where a finding about a plan sits in the spec: the first of the spec paths that somebody wrote. A path that was left
 * to its default gives way to its parents and then to the next path.
 */
export function placeOf(paths: readonly string[], plan: Plan, lineOf: ReadSpec['lineOf']): Place {
  const [path = ''] = paths;
  for (const candidate of paths.flatMap(withParents)) {
    const at = atOrigin(plan.origins[candidate], lineOf);
    if (at !== undefined) return { path, at };
  }
  return { path };
}

function withParents(path: string): string[] {
  const keys = path.split('.');
  return keys.map((_, index) => keys.slice(0, keys.length - index).join('.'));
}

function atOrigin(origin: Origin | undefined, lineOf: ReadSpec['lineOf']): At | undefined {
  if (origin?.kind === 'override') {
    return { file: '--set', line: 1, column: 1, length: origin.text.length, sourceLine: origin.text };
  }
  if (origin?.kind !== 'spec') return undefined;
  const { file, line, column } = origin;
  const sourceLine = lineOf(file, line);
  if (sourceLine === null) return undefined;
  const [word = ''] = /^[^\s,:}\]#]*/.exec(sourceLine.slice(column - 1)) ?? [];
  return { file, line, column, length: Math.max(1, word.length), sourceLine };
}
