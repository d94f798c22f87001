import type { Server } from '../../catalog/types.ts';
import type { LengthClass, RacksPlan } from '../plan.ts';
import type { Section } from '../schema/spec.ts';
import { generalConstant } from './constants.ts';
import { judged } from './defaults.ts';
import type { Resolving } from './resolving.ts';

/** Servers of a rack where the server is not a rack itself. */
const USUAL_SERVERS = 4;
/** A server of more GPUs than this fills its rack. */
const MOST_GPUS_OF_A_BOX = 16;
const USUAL_ROW = 16;

/** Length of a link between racks of a row, m. */
const ROW_LENGTH = {
  value: 10,
  ...judged('half a row of 16 racks of 0.6 m, and 2 to 3 m up and down at each end'),
};

type Layout = Omit<RacksPlan, 'access' | 'fabric'>;

/** The rack layout: as stated, and for a torus, whose links have no leaf to lead to, by default. null: lengths by role. */
export function resolveLayout(
  resolving: Resolving,
  { kind, racks, shape }: Section<'topology'>,
  gpusPerNode: number | null,
  server: Server | null,
): Layout | null {
  if (gpusPerNode === null || (racks === undefined && kind !== 'torus')) return null;
  const { ledger } = resolving;
  const usual = usualRack(shape?.cube, gpusPerNode, server);
  const lengths = {
    rack: generalConstant(resolving, 'access_length'),
    row: ROW_LENGTH,
    hall: generalConstant(resolving, 'fabric_length'),
  };
  const length = (place: LengthClass): number =>
    racks?.lengths_m?.[place] ??
    ledger.assume(`topology.racks.lengths_m.${place}`, lengths[place].value, 'm', lengths[place]);
  return {
    gpusPerRack:
      racks?.gpus_per_rack ?? ledger.assume('topology.racks.gpus_per_rack', usual.gpus, 'count', judged(usual.why)),
    racksPerRow:
      racks?.racks_per_row ??
      ledger.assume('topology.racks.racks_per_row', USUAL_ROW, 'count', judged('two blocks of eight racks')),
    leafPosition:
      racks?.leaf_position ??
      ledger.assume(
        'topology.racks.leaf_position',
        'in-rack' as const,
        null,
        judged('leaves share racks with servers'),
      ),
    lengthsM: { rack: length('rack'), row: length('row'), hall: length('hall') },
  };
}

/** GPUs of a rack where none are stated, and why. */
function usualRack(
  cube: readonly number[] | undefined,
  gpusPerNode: number,
  server: Server | null,
): { readonly gpus: number; readonly why: string } {
  if (cube !== undefined)
    return { gpus: cube.reduce((all, side) => all * side, 1), why: 'a cube is a rack, as in TPU v4 (ISCA 2023)' };
  const whole = Math.max(gpusPerNode, server?.gpusPerServer ?? 0);
  if (whole > MOST_GPUS_OF_A_BOX) return { gpus: whole, why: 'the server is a rack' };
  return { gpus: USUAL_SERVERS * whole, why: 'four servers a rack, as in DGX SuperPOD' };
}
