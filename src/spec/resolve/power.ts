import { provenanceOf } from '../../catalog/provenance.ts';
import type { Gpu } from '../../catalog/types.ts';
import { badChoice, conflictingKeys } from '../../diagnostics/messages/schema.ts';
import type { Plan, PowerPlan } from '../plan.ts';
import type { Section } from '../schema/spec.ts';
import { judged, operatingValue } from './defaults.ts';
import type { Resolving } from './resolving.ts';

type PowerSpec = Section<'power'>;

/** Grid where a spec names none. */
const DEFAULT_GRID = 'USA';

/** Operating figures that list carbon intensities by country and by cloud region. */
const GRIDS = ['carbon_intensity', 'carbon_intensity_gcp_region'];

/** Power and carbon, once the constants of the hardware are known. */
export function resolvePower(
  { ledger }: Resolving,
  stated: PowerSpec,
  carbonGPerKwh: number,
  constants: Plan['constants'],
  gpu: Gpu,
): PowerPlan {
  const activity = (state: 'idle' | 'communication' | 'compute'): number => {
    const given = stated.gpu_activity?.[state];
    if (given !== undefined) return given;
    if (state === 'idle' && gpu.idlePowerW !== null && gpu.powerW !== null) {
      const from = provenanceOf(gpu.provenance, 'idle_power') ?? judged(`idle power of ${gpu.id}`);
      return ledger.assume('power.gpu_activity.idle', gpu.idlePowerW / gpu.powerW, 'fraction', from);
    }
    const constant = constants[`gpu_activity_${state}`];
    if (constant === undefined) throw new Error(`the catalog has no constant gpu_activity_${state}`);
    return ledger.assume(`power.gpu_activity.${state}`, constant.value, 'fraction', constant);
  };
  return {
    gpuActivity: { idle: activity('idle'), communication: activity('communication'), compute: activity('compute') },
    carbonGPerKwh,
    facilityCapW: stated.facility_cap ?? null,
  };
}

/** Carbon intensity as stated, of the stated grid, or of the default grid. */
export function resolveCarbon(
  { catalog, ledger, report, at }: Resolving,
  { grid, carbon_g_per_kwh: given }: PowerSpec,
): number {
  if (given !== undefined) {
    if (grid !== undefined) report(conflictingKeys(at('power.grid', 'key'), ['grid', 'carbon_g_per_kwh']));
    return given;
  }
  if (grid === undefined) {
    const { value, from } = operatingValue(catalog, 'carbon_intensity', DEFAULT_GRID);
    return ledger.assume('power.carbon_g_per_kwh', value, 'g/kWh', {
      ...from,
      source: `${DEFAULT_GRID}: ${from.source}`,
    });
  }
  const known: string[] = [];
  for (const id of GRIDS) {
    const entry = catalog.operating.find((candidate) => candidate.id === id);
    if (entry === undefined || typeof entry.value === 'number') continue;
    const value = Object.hasOwn(entry.value, grid) ? entry.value[grid] : undefined;
    known.push(...Object.keys(entry.value));
    if (value === undefined) continue;
    const from = provenanceOf(entry.provenance, `value.${grid}`);
    ledger.fromCatalog('power.carbon_g_per_kwh', id, from);
    return value;
  }
  report(badChoice(at('power.grid'), grid, known));
  return 0;
}
