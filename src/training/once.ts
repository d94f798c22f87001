import type { TrainingContext } from './context.ts';

/**
 * Keeps what was made for a context by key: parts of a step that are the same in many layouts are calculated once. The key
 * must hold everything of a layout that `make` reads.
 */
export function once<T>(): (context: TrainingContext, key: string, make: () => T) => T {
  const known = new WeakMap<TrainingContext, Map<string, T>>();
  return (context, key, make) => {
    const made = known.get(context) ?? new Map<string, T>();
    known.set(context, made);
    let value = made.get(key);
    if (value === undefined) {
      value = make();
      made.set(key, value);
    }
    return value;
  };
}
