import type { ResolvedConstant } from '../spec/plan.ts';

/** Reads model constants of one machine by id; an id that the catalog lacks is a programmer's mistake and throws. */
export type ConstantReader = (id: string) => number;

export function constantReader(constants: Readonly<Record<string, ResolvedConstant>>): ConstantReader {
  return (id) => {
    const constant = constants[id];
    if (constant === undefined) throw new Error(`model constant "${id}" is not in the catalog`);
    return constant.value;
  };
}
