import { resolveConstants } from '../../catalog/constants.ts';
import type { Gpu, Nic } from '../../catalog/types.ts';
import { unknownKey } from '../../diagnostics/messages/schema.ts';
import type { ResolvedConstant, Workload } from '../plan.ts';
import type { Section } from '../schema/spec.ts';
import type { Resolving } from './resolving.ts';

/** The model constants for this hardware and software, with the spec's own values over them. */
export function resolvePlanConstants(
  { catalog }: Resolving,
  efficiency: Section<'efficiency'>,
  gpu: Gpu,
  nic: Nic,
  { framework, year }: Workload['software'],
): Readonly<Record<string, ResolvedConstant>> {
  const { generation, vendor } = gpu;
  const resolved = resolveConstants(catalog.constants, {
    generation,
    vendor,
    transport: nic.transport,
    framework,
    year,
  });
  const own = Object.entries(efficiency).flatMap(([id, value]) => {
    const constant = Object.hasOwn(resolved, id) ? resolved[id] : undefined;
    return constant === undefined || value === undefined
      ? []
      : [[id, { ...constant, value, source: 'the spec (efficiency)', confidence: 'read' as const }] as const];
  });
  return { ...resolved, ...Object.fromEntries(own) };
}

/** Every name under `efficiency` is a model constant. */
export function checkEfficiency({ catalog, report, at }: Resolving, efficiency: Section<'efficiency'>): void {
  const known = catalog.constants.map(({ id }) => id);
  for (const id of Object.keys(efficiency)) {
    if (!known.includes(id)) report(unknownKey(at(`efficiency.${id}`, 'key'), id, known));
  }
}

/** A constant that holds for any machine: the value with the empty scope. Throws when the catalog lacks it: a defect. */
export function generalConstant({ catalog }: Resolving, id: string): ResolvedConstant {
  const found = resolveConstants(
    catalog.constants.filter((constant) => constant.id === id),
    { year: 0 },
  )[id];
  if (found === undefined) throw new Error(`the catalog has no constant ${id}`);
  return found;
}
