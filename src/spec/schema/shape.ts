import * as z from 'zod';
import { count, flag, MAX_ENTRIES } from './fields.ts';

/** Most axes of a grid. */
const MAX_AXES = 8;

const axis = count('Places along one axis', { max: 65_536 });

/** A kind's own numbers; `SHAPE_KEYS` says which kind takes which. */
export const shapeSchema = z
  .strictObject({
    leaf_down: count('Clos kinds: leaf ports that face NICs', { max: MAX_ENTRIES }).optional(),
    leaf_up: count('Clos kinds: leaf ports that face spines', { min: 0, max: MAX_ENTRIES }).optional(),
    pods: count('Clos kinds: pods of a three-tier tree').optional(),
    rails_per_leaf: count('rail-optimized: rails that share a leaf', { max: 1024 }).optional(),
    zones: count('Clos kinds: separate zones', { max: 4096 }).optional(),
    zone_links: count('Clos kinds: links of each zone to the switches that join zones').optional(),
    share_switches: flag('rail-only: rails smaller than a switch share switches. Default: false').optional(),
    planes_per_nic: count('multi-plane: planes that one NIC has a port in. Default: all', { max: 64 }).optional(),
    dimensions: z
      .array(axis)
      .min(1)
      .max(MAX_AXES)
      .register(z.globalRegistry, {
        description: 'torus: NICs along each axis; hyperx: routers along each axis',
        examples: [[16, 16, 16]],
      })
      .optional(),
    cube: z
      .array(axis)
      .min(1)
      .max(MAX_AXES)
      .register(z.globalRegistry, {
        description: 'torus: cubes joined by optical circuit switches',
        examples: [[4, 4, 4]],
      })
      .optional(),
    circuit_ports: count('torus: usable ports of an optical circuit switch', { max: 65_536 }).optional(),
    hosts: count('dragonfly, hyperx, slim-fly: NICs of a router; dragonfly-plus: NICs of a leaf', {
      max: MAX_ENTRIES,
    }).optional(),
    routers: count('dragonfly: routers of a group', { max: MAX_ENTRIES }).optional(),
    global_links: count('dragonfly: links of a router to other groups', { max: MAX_ENTRIES }).optional(),
    groups: count('dragonfly, dragonfly-plus: groups').optional(),
    leaves: count('dragonfly-plus: leaves of a group', { max: MAX_ENTRIES }).optional(),
    spines: count('dragonfly-plus: spines of a group', { max: MAX_ENTRIES }).optional(),
    links_per_pair: z
      .union([
        count('Links of each pair', { max: MAX_ENTRIES }),
        z.array(count('Links of each pair')).min(1).max(MAX_AXES),
      ])
      .register(z.globalRegistry, {
        description:
          'dragonfly-plus: links between each pair of groups, default: half of the ports of the spines; hyperx: between each pair of routers of an axis, or a list, default: 1',
      })
      .optional(),
    q: count('slim-fly: 2 q^2 routers; a power of a prime', { min: 2, max: 4096 }).optional(),
  })
  .register(z.globalRegistry, { description: "The kind's own numbers" });

type ShapeKey = keyof z.output<typeof shapeSchema>;

interface KindKeys {
  readonly required: readonly ShapeKey[];
  readonly optional: readonly ShapeKey[];
  /** Keys of `topology` that have no meaning for the kind. */
  readonly without: readonly (
    | 'oversubscription'
    | 'tiers'
    | 'counts'
    | 'planes'
    | 'breakout'
    | 'management_endpoints'
  )[];
}

const clos = ['leaf_down', 'leaf_up', 'pods', 'zones', 'zone_links'] as const;
const direct = ['oversubscription', 'tiers', 'counts', 'planes'] as const;

/** What each kind takes under `topology.shape`. */
export const SHAPE_KEYS: Readonly<Record<string, KindKeys>> = {
  'single-switch': { required: [], optional: [], without: [] },
  'fat-tree': { required: [], optional: clos, without: [] },
  'rail-optimized': { required: [], optional: [...clos, 'rails_per_leaf'], without: [] },
  'rail-only': { required: [], optional: ['leaf_down', 'leaf_up', 'pods', 'share_switches'], without: [] },
  'multi-plane': { required: [], optional: [...clos, 'planes_per_nic'], without: [] },
  dragonfly: { required: ['hosts', 'routers', 'global_links', 'groups'], optional: [], without: direct },
  'dragonfly-plus': {
    required: ['hosts', 'leaves', 'spines', 'groups'],
    optional: ['links_per_pair'],
    without: direct,
  },
  torus: {
    required: ['dimensions'],
    optional: ['cube', 'circuit_ports'],
    without: [...direct, 'breakout', 'management_endpoints'],
  },
  'slim-fly': { required: ['q'], optional: ['hosts'], without: direct },
  hyperx: { required: ['dimensions', 'hosts'], optional: ['links_per_pair'], without: direct },
};
