import type { Result } from '../../result/schema.ts';

/** Spec keys whose defaults a section of the report rests on. */
const restsOn = {
  cost: ['economics', 'power'],
  power: ['power', 'economics.pue', 'economics.power_utilization_fraction'],
} as const;

/** Whether a section uses an assumed value: it is then marked with a star. */
export function isAssumed(result: Result, section: keyof typeof restsOn): boolean {
  return result.assumptions.some(({ path }) =>
    restsOn[section].some((prefix) => path === prefix || path.startsWith(`${prefix}.`)),
  );
}
