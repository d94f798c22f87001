import type { TopologyPlan } from '../../spec/plan.ts';
import { refusal } from '../refusal.ts';
import { shapeList, shapeNumber } from '../shape.ts';
import type { FabricRefusal } from '../types.ts';

export interface OpticalCircuits {
  readonly switches: number;
  readonly details: Readonly<Record<string, number>>;
}

/**
 * Cubes joined by optical circuit switches: every link that leaves a cube is optical and ends in a switch, whose ports are
 * taken by both ends of the links. Source: fabric reference, section 2.8: cubes x 96 / 128 switches for cubes of 4 x 4 x 4.
 */
export function opticalCircuits(
  sizes: readonly number[],
  topology: TopologyPlan,
): OpticalCircuits | FabricRefusal | null {
  const cube = shapeList(topology, 'cube');
  if (cube.length === 0) return null;
  const fits = cube.length === sizes.length && sizes.every((size, axis) => size % (cube[axis] ?? 0) === 0);
  if (!fits) {
    return refusal(
      'cube',
      `a grid of ${sizes.join(' x ')} is not made of whole cubes of ${cube.join(' x ')}`,
      'use dimensions that are multiples of topology.shape.cube',
    );
  }
  const ports = shapeNumber(topology, 'circuit_ports');
  if (ports === undefined || topology.switches.length === 0) {
    return refusal(
      'cube',
      'cubes need an optical circuit switch and its usable ports',
      'state topology.switch and shape.circuit_ports',
    );
  }
  const chips = cube.reduce((product, size) => product * size, 1);
  const cubes = sizes.reduce((product, size) => product * size, 1) / chips;
  const faces = cube.reduce((sum, size) => sum + (2 * chips) / size, 0);
  const internal = cube.reduce((sum, size) => sum + (chips / size) * (size - 1), 0);
  const optical = (cubes * faces) / 2;
  return {
    switches: Math.ceil((cubes * faces) / ports),
    details: {
      cubes,
      optical_links_per_cube: faces,
      optical_links: optical,
      electrical_links: cubes * internal,
    },
  };
}
