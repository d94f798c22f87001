import { outsideRange, rangeOf } from '../../catalog/constant-range.ts';
import { resolveConstants } from '../../catalog/constants.ts';
import { oncePer } from '../../catalog/once.ts';
import type { Gpu, ModelConstant, Nic } from '../../catalog/types.ts';
import { outOfRange, unknownKey } from '../../diagnostics/messages/schema.ts';
import type { ResolvedConstant, Workload } from '../plan.ts';
import type { Section } from '../schema/spec.ts';
import type { Resolving } from './resolving.ts';

/** The model constants for this hardware and software. */
export function resolvePlanConstants(
  { catalog }: Resolving,
  { generation, vendor }: Gpu,
  { transport }: Nic,
  { framework, year }: Workload['software'],
): Readonly<Record<string, ResolvedConstant>> {
  return lookUp(catalog.constants, { generation, vendor, transport, framework, year });
}

const lookedUp = oncePer<readonly ModelConstant[], ReturnType<typeof resolveConstants>>();

/** `resolveConstants`, once for each target: variants of a spec ask the same again and again. */
const lookUp: typeof resolveConstants = (constants, target) =>
  lookedUp(constants, JSON.stringify(target), () => resolveConstants(constants, target));

/**
 * The catalog with the constants that the spec states under `efficiency` in place of its own, whatever the hardware. A name
 * that is no constant and a value outside its physical range are refused.
 */
export function withStatedConstants(
  { catalog, report, at }: Resolving,
  efficiency: Section<'efficiency'>,
): Resolving['catalog'] {
  const stated = new Map<string, number>();
  for (const [id, value] of Object.entries(efficiency)) {
    const constant = catalog.constants.find((candidate) => candidate.id === id);
    if (constant === undefined) {
      const known = catalog.constants.map((each) => each.id);
      report(unknownKey(at(`efficiency.${id}`, 'key'), id, known));
      continue;
    }
    if (value === undefined) continue;
    const reason = outsideRange(value, rangeOf(constant));
    if (reason === null) stated.set(id, value);
    else report(outOfRange(at(`efficiency.${id}`), value, reason, `${constant.meaning}, ${constant.unit}`));
  }
  if (stated.size === 0) return catalog;
  const provenance = { source: 'the spec (efficiency)', confidence: 'read' } as const;
  return {
    ...catalog,
    constants: catalog.constants.map((constant) => {
      const value = stated.get(constant.id);
      return value === undefined ? constant : { ...constant, values: [{ scope: {}, value, provenance, serves: [] }] };
    }),
  };
}

/** A constant that holds for any machine: the value with the empty scope. Throws when the catalog lacks it: a defect. */
export function generalConstant({ catalog }: Resolving, id: string, framework?: string): ResolvedConstant {
  const found = lookUp(catalog.constants, { year: 0, ...(framework === undefined ? {} : { framework }) })[id];
  if (found === undefined) throw new Error(`the catalog has no constant ${id}`);
  return found;
}
