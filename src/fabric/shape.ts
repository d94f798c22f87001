import type { TopologyPlan } from '../spec/plan.ts';
import { refusal } from './refusal.ts';
import type { FabricRefusal } from './types.ts';

/** One number of a kind's shape. */
export function shapeNumber({ shape }: TopologyPlan, key: string): number | undefined {
  const value = shape[key];
  return typeof value === 'number' ? value : undefined;
}

/** A list of a kind's shape; a single number is a list of one. */
export function shapeList({ shape }: TopologyPlan, key: string): readonly number[] {
  const value = shape[key];
  if (value === undefined) return [];
  return typeof value === 'number' ? [value] : value;
}

/** The numbers that a kind cannot do without, or which of them is missing. */
export function requiredNumbers<K extends string>(
  topology: TopologyPlan,
  keys: readonly K[],
): Readonly<Record<K, number>> | FabricRefusal {
  const missing = keys.filter((key) => shapeNumber(topology, key) === undefined);
  if (missing.length > 0) {
    return refusal(
      'shape',
      `${topology.kind} needs topology.shape.${missing.join(', topology.shape.')}`,
      `state shape: { ${keys.join(', ')} }`,
    );
  }
  return Object.fromEntries(keys.map((key) => [key, shapeNumber(topology, key)])) as Record<K, number>;
}
