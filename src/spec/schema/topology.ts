import * as z from 'zod';
import { quantity } from '../../catalog/quantity.ts';
import { catalogId, count, flag, share } from './fields.ts';
import { switchReference } from './hardware.ts';
import { racksSchema } from './racks.ts';
import { shapeSchema } from './shape.ts';

/** Topology kinds. */
export const TOPOLOGY_KINDS = [
  'single-switch',
  'fat-tree',
  'rail-optimized',
  'rail-only',
  'multi-plane',
  'dragonfly',
  'dragonfly-plus',
  'torus',
  'slim-fly',
  'hyperx',
] as const;

/** Tiers of the largest tree: leaf, spine, core, super-core. */
const MOST_TIERS = 4;

const ratio = z.number().gt(0).max(1024);
const linkRate = quantity('bandwidth', 'Rate of a link');

const switchCount = (tier: string) => count(`Switches of the ${tier} tier`).optional();

const optics = z
  .strictObject({
    access: catalogId('optics', 'Medium between NIC and leaf', ['dac-400', 'aec-400']).optional(),
    fabric: catalogId('optics', 'Medium between switches', ['dr4-400', 'sr4-400']).optional(),
    access_length_m: z
      .number()
      .gt(0)
      .max(1e5)
      .register(z.globalRegistry, { description: 'Length of a link between NIC and leaf, metres' })
      .optional(),
    fabric_length_m: z
      .number()
      .gt(0)
      .max(1e5)
      .register(z.globalRegistry, { description: 'Length of a link between switches, metres' })
      .optional(),
  })
  .register(z.globalRegistry, {
    description: 'Cables and transceivers. Default: copper within its reach, optics above',
  });

const MOST_BACKGROUND = 0.99;
const backgroundShare = z.number().check(z.gte(0), z.lte(MOST_BACKGROUND));

export const backgroundLoadSchema = z
  .union([backgroundShare, z.array(backgroundShare).min(1).max(8)])
  .register(z.globalRegistry, {
    description:
      "Share of each tier's links that other jobs take: one number, or one per tier from the leaf uplinks up",
    examples: [0.3, [0, 0.5]],
  });

export const topologySchema = z
  .strictObject({
    kind: z.enum(TOPOLOGY_KINDS).register(z.globalRegistry, {
      description:
        'single-switch; fat-tree: leaf-spine(-core); rail-optimized: leaf r of a unit joins GPU r of each node; rail-only: a fabric a rail; multi-plane; dragonfly; dragonfly-plus; torus; slim-fly; hyperx',
      examples: ['rail-optimized'],
    }),
    switch: z
      .union([switchReference, z.array(switchReference).min(1).max(MOST_TIERS)])
      .register(z.globalRegistry, {
        description: 'Switch of every tier, or a list from the leaf up: catalog ids or inline. Default by NIC rate',
      })
      .optional(),
    oversubscription: z
      .union([
        ratio,
        z
          .array(ratio)
          .min(1)
          .max(MOST_TIERS - 1),
      ])
      .register(z.globalRegistry, {
        description:
          'Down : up bandwidth. 2 means 2:1 at the leaf; a list has one entry for each tier with uplinks, from the leaf up',
        examples: [2, [1, 7]],
      })
      .optional(),
    tiers: z
      .union([z.literal('auto'), z.int().min(1).max(MOST_TIERS)])
      .register(z.globalRegistry, {
        description: 'Switch tiers; auto (default) takes the fewest that connect all NICs',
      })
      .optional(),
    routing: z
      .enum(['adaptive', 'ecmp', 'static'])
      .register(z.globalRegistry, {
        description: 'How flows spread over equal paths. Default: adaptive on InfiniBand, ecmp on Ethernet',
      })
      .optional(),
    in_network_reduction: flag('Switches add up all-reduce data (SHARP). Default: false').optional(),
    link_bandwidth: z
      .union([
        linkRate,
        z
          .array(linkRate)
          .min(1)
          .max(MOST_TIERS - 1),
      ])
      .register(z.globalRegistry, {
        description:
          'Rate of a link between switches where it differs from the NIC; a list has one entry a tier, from the leaf uplinks up',
      })
      .optional(),
    counts: z
      .strictObject({ leaf: switchCount('leaf'), spine: switchCount('spine'), core: switchCount('core') })
      .register(z.globalRegistry, { description: 'Explicit switch counts, checked against ports' })
      .optional(),
    management_endpoints: count('Extra leaf ports taken by fabric managers. Default: 0', { min: 0 }).optional(),
    spares: share('Spare switches, transceivers and cables as a share of those in use. Default: 0').optional(),
    planes: count('Parallel fabrics; each NIC has a port in every one. Default: 1, multi-plane: 2', {
      max: 64,
    }).optional(),
    breakout: count('Links that a physical switch port splits into. Default: as the link rate allows', {
      max: 16,
    }).optional(),
    shape: shapeSchema.optional(),
    optics: optics.optional(),
    racks: racksSchema.optional(),
  })
  .register(z.globalRegistry, { description: 'The scale-out fabric' });
