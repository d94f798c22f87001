type Value = number | boolean;

/** One published or derived fabric of `test/fabric/data/topologies.yaml`. */
export interface Case {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly topology_kind?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly expect?: Readonly<Record<string, Value>>;
  readonly printed?: Readonly<Record<string, number>>;
  readonly tolerance?: Readonly<Record<string, unknown>>;
  readonly notes?: readonly string[];
  readonly use_as_test: boolean;
}

/** What the tool states, by the names of the file. A field that the tool does not state is absent. */
export type Observed = Readonly<Record<string, Value | null | undefined>>;

/** A numeric input; throws on a case that lacks it, a defect of the case's reader. */
export function input({ id, inputs }: Case, ...names: readonly string[]): number {
  for (const name of names) {
    const value = inputs[name];
    if (typeof value === 'number') return value;
  }
  throw new Error(`${id} has no input ${names.join(' or ')}`);
}

export const optional = ({ inputs }: Case, name: string): number | undefined => {
  const value = inputs[name];
  return typeof value === 'number' ? value : undefined;
};

export const list = ({ inputs }: Case, name: string): readonly number[] => inputs[name] as readonly number[];
