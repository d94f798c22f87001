/** Makes a value when it is first asked for: a schema that most runs never need costs nothing at start. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Keeps what was made for an owner by key, as long as the owner lives. The key must hold everything else that `make` reads. */
export function oncePer<Owner extends object, T>(): (owner: Owner, key: string, make: () => T) => T {
  const kept = new WeakMap<Owner, Map<string, { readonly value: T }>>();
  return (owner, key, make) => {
    const ofOwner = kept.get(owner) ?? new Map<string, { readonly value: T }>();
    kept.set(owner, ofOwner);
    const made = ofOwner.get(key) ?? { value: make() };
    ofOwner.set(key, made);
    return made.value;
  };
}
