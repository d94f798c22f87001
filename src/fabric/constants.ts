import type { ResolvedConstant } from '../spec/plan.ts';

/** Model constants by id (`Plan.constants`). */
export type Constants = Readonly<Record<string, ResolvedConstant>>;

/** A model constant's value; an id that the catalog lacks is a programmer's mistake and throws. */
export function constant(constants: Constants, id: string): number {
  const found = constants[id];
  if (found === undefined) throw new Error(`model constant "${id}" is not in the catalog`);
  return found.value;
}
