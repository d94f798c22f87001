/**
 * Keeps what was made for an owner (a plan, a context) by key: parts of a step that are the same in many layouts are
 * calculated once. The key must hold everything of a layout that `make` reads, the owner everything else.
 */
export function once<Owner extends object, T>(): (owner: Owner, key: string, make: () => T) => T {
  const known = new WeakMap<Owner, Map<string, T>>();
  return (owner, key, make) => {
    const made = known.get(owner) ?? new Map<string, T>();
    known.set(owner, made);
    let value = made.get(key);
    if (value === undefined) {
      value = make();
      made.set(key, value);
    }
    return value;
  };
}
