import type { Optic, Switch } from '../catalog/types.ts';
import type { TopologyPlan } from '../spec/plan.ts';
import { type Constants, constant } from './constants.ts';

/** Port to port of one switch, unloaded, s: the catalog's figure, else that of its technology. */
export function switchLatencyS(device: Switch, constants: Constants): number {
  if (device.latencyS !== null) return device.latencyS;
  return constant(
    constants,
    device.technology === 'infiniband' ? 'switch_latency_infiniband' : 'switch_latency_ethernet',
  );
}

const isCopper = ({ kind }: Optic): boolean => kind.endsWith('copper');

function cableS(optic: Optic, lengthM: number, constants: Constants): number {
  const perM =
    optic.latencySPerM ?? constant(constants, isCopper(optic) ? 'cable_latency_copper' : 'cable_latency_fibre');
  return perM * lengthM;
}

/** Time on one access link and on one link between switches, s. */
export interface CableTimes {
  readonly accessS: number;
  readonly fabricS: number;
}

export const cableTimes = ({ optics }: TopologyPlan, constants: Constants): CableTimes => ({
  accessS: cableS(optics.access, optics.accessLengthM, constants),
  fabricS: cableS(optics.fabric, optics.fabricLengthM, constants),
});
