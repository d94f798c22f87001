import type { Result } from '../../result/schema.ts';

export type Leaf = number | string | boolean | null;

/** Sections in which designs differ; what was assumed, said or explained is not a design's property. */
const SECTIONS = ['plan', 'fabric', 'traffic', 'training', 'cost', 'power'] as const;

/** Words about how a number is meant, who chose, and a list in the order of its own values. */
const SKIPPED = new Set(['training.mfu_convention', 'plan.chosen_by', 'cost.influence']);

/** Every leaf of a result that designs are compared by, in the order of the result. */
export function leavesOf(result: Result): ReadonlyMap<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  const visit = (value: unknown, path: string): void => {
    if (SKIPPED.has(path)) return;
    if (Array.isArray(value)) value.forEach((item, index) => void visit(item, `${path}[${index}]`));
    else if (value !== null && typeof value === 'object') {
      for (const [name, child] of Object.entries(value)) visit(child, `${path}.${name}`);
    } else if (value !== undefined) leaves.set(path, value as Leaf);
  };
  for (const section of SECTIONS) visit(result[section], section);
  return leaves;
}
