import * as z from 'zod';
import { FabricSchema, FabricTierSchema } from './schema.ts';

/** What `topology --format json` prints. */

const count = z.number().int().nonnegative();
const nonNegative = z.number().nonnegative();

export const FabricDescriptionSchema = FabricSchema.extend({
  tiers: z.array(
    FabricTierSchema.extend({
      down_ports_per_switch: count,
      up_ports_per_switch: count,
      free_ports: count.nullable().meta({ description: 'Ports of the whole tier that no link takes' }),
    }),
  ),
  hops: z
    .array(
      z.strictObject({
        min_hops: count,
        max_hops: count,
        pairs_fraction: z.number().min(0).max(1).meta({ description: 'Of the ordered pairs of different endpoints' }),
      }),
    )
    .meta({
      description: 'Switches crossed between two endpoints; links, in a torus. Long distributions come in steps',
    }),
  details: z
    .record(z.string(), nonNegative)
    .meta({ description: "The kind's own counts: groups, global links, degree" }),
});

const BillLineSchema = z.strictObject({
  item: z.string(),
  kind: z.string(),
  count,
  unit_price_usd: z
    .strictObject({ low: nonNegative.nullable(), typical: nonNegative.nullable(), high: nonNegative.nullable() })
    .nullable(),
  unit_power_w: nonNegative
    .nullable()
    .meta({ description: 'Published power of one by itself: servers at their rating, switches without optics' }),
  unit_rated_w: nonNegative.nullable().meta({
    description:
      'What the host provides for: rating of one as equipped, without what the rating of another line covers',
  }),
  subtotal_usd: nonNegative.nullable().meta({ description: 'At price_level, after the discount' }),
  subtotal_w: nonNegative.nullable(),
  subtotal_rated_w: nonNegative.nullable(),
  length_m: nonNegative.optional(),
  note: z.string(),
});

const SimulatedRateSchema = z.strictObject({
  pattern: z.string(),
  domains: count,
  flows: count.nullable(),
  simulated_bytes_per_s: nonNegative.nullable(),
  closed_form_bytes_per_s: nonNegative,
  error: z.number().nullable().meta({ description: 'Time by the closed form over the simulated time, less one' }),
  slowest_tier: z.string().nullable(),
  reason: z.string().nullable(),
});

export const TopologySchema = z.strictObject({
  format_version: z.literal('1.0'),
  fabric: FabricDescriptionSchema,
  notes: z.array(z.string()).meta({ description: 'Uneven cabling, why a value is unknown' }),
  price_level: z.enum(['low', 'typical', 'high']),
  discount_fraction: nonNegative,
  totals: z.strictObject({
    usd: nonNegative.nullable().meta({ description: 'null: a price is unknown' }),
    known_usd: nonNegative,
    rated_w: nonNegative.nullable().meta({ description: 'power.provisioned_w of analyze' }),
  }),
  bill_of_materials: z.array(BillLineSchema),
  simulation: z.array(SimulatedRateSchema).optional(),
});

export type FabricDescription = z.infer<typeof FabricDescriptionSchema>;
export type TopologyResult = z.infer<typeof TopologySchema>;
