import * as z from 'zod';
import { RecomputeSchema, type Result, ResultSchema, ScheduleSchema, ShardingSchema } from './schema.ts';

const count = z.number().int().nonnegative();
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const aim = z.strictObject({ field: z.string(), sense: z.enum(['min', 'max']) });
// A result is checked against its schema and then kept as it stands, in its own order.
const result = z.custom<Result>((value) => ResultSchema.safeParse(value).success);

const layout = z.strictObject({
  tensor: count,
  pipeline: count,
  virtualPipeline: count,
  context: count,
  expert: count,
  expertTensor: count,
  data: count,
  microBatch: count,
  sequenceParallel: z.boolean(),
  sharding: ShardingSchema,
  shardingGroup: count.nullable(),
  recompute: RecomputeSchema,
  recomputeModules: z.array(z.string()),
  recomputeLayers: count.nullable(),
  offloadLayers: count,
  schedule: ScheduleSchema,
  pipelineLayout: z.array(count).nullable(),
});

const overlap = z.strictObject({
  tensor: z.number(),
  pipeline: z.number(),
  data: z.number(),
  expert: z.number(),
  context: z.number(),
});

const head = { run: z.string(), shard: z.strictObject({ index: count, of: count }), top: count };

const plans = z.strictObject({
  ...head,
  kind: z.literal('plans'),
  report: z.strictObject({
    aim,
    space: z.string(),
    outcome: z.strictObject({
      found: z.array(
        z.strictObject({
          ranked: z.strictObject({ layout, overlap, index: count, score: z.number(), stepTimeS: z.number() }),
          result,
        }),
      ),
      counts: z.strictObject({ candidates: count, bounded: count, tooLarge: count, timed: count, refused: count }),
      smallest: result.nullable(),
      unknown: z.strictObject({ field: z.string(), reason: z.string() }).nullable(),
    }),
    stated: result.nullable(),
    source: z.string(),
    set: z.array(z.string()),
    keys: z.array(z.string()),
  }),
});

const designs = z.strictObject({
  ...head,
  kind: z.literal('designs'),
  report: z.strictObject({
    aim,
    paths: z.array(z.string()),
    fields: z.array(z.string()),
    designs: z.array(z.array(cell)),
    counts: z.strictObject({ designs: count, impossible: count, tooLarge: count, refused: count }),
  }),
  ranked: z.array(z.strictObject({ score: z.number(), point: count, cells: z.array(cell) })),
});

/** The file of one shard of a search. */
export const SearchPartSchema = z.strictObject({
  format_version: z.literal('1.0'),
  search_part: z.discriminatedUnion('kind', [plans, designs]),
});
