import * as z from 'zod';

/**
 * The result of one evaluation: the contract with everything scripted against the tool. Every numeric field ends in its
 * unit or is a named ratio or count. What is unknown is null and says why in `reasons`.
 */

const count = z.number().int().nonnegative();
const nonNegative = z.number().nonnegative();
const fraction = z.number().min(0).max(1);
const unknown = <T extends z.ZodType>(type: T) => type.nullable();

const AssumptionSchema = z.strictObject({
  path: z.string().meta({ description: 'Spec key that sets this value' }),
  value: z.union([z.number(), z.string(), z.boolean(), z.null(), z.array(z.number().nullable())]),
  unit: z.string().nullable(),
  source: z.string(),
  confidence: z.string(),
});

const DiagnosticSchema = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'note']),
  path: z.string(),
  message: z.string(),
});

export const ShardingSchema = z.enum(['none', 'optimizer', 'gradients', 'full']);
export const RecomputeSchema = z.enum(['none', 'selective', 'full']);
export const ScheduleSchema = z.enum(['1f1b', 'interleaved', 'gpipe', 'zb-1p', 'zb-2p', 'zb-v', 'dual-pipe']);

const PlanSchema = z.strictObject({
  tensor: count,
  pipeline: count,
  virtual_pipeline: count,
  context: count,
  expert: count,
  expert_tensor: count,
  data: count,
  micro_batch: count,
  sharding: ShardingSchema,
  recompute: RecomputeSchema,
  schedule: ScheduleSchema,
  sequence_parallel: z.boolean(),
  chosen_by: z.enum(['spec', 'search']),
});

export const FabricTierSchema = z.strictObject({
  name: z.string(),
  switches: count,
  down_links: count,
  up_links: count,
  oversubscription: unknown(nonNegative),
  link_bytes_per_s: nonNegative,
  transceivers: count,
});

export const FabricSchema = z.strictObject({
  kind: z.string(),
  tiers: z.array(FabricTierSchema),
  switches: count,
  inter_switch_links: count,
  access_links: count,
  transceivers: count.meta({ description: 'Pluggable modules; copper and active optical cables have none' }),
  planes: count,
  bisection_bytes_per_s: unknown(nonNegative),
  max_hops: count.meta({ description: 'Switches crossed on the longest minimal path' }),
  mean_hops: nonNegative,
  latency_s: z.strictObject({ min: nonNegative, mean: nonNegative, max: nonNegative }),
});

const TrafficSchema = z.strictObject({
  tiers: z.array(
    z.strictObject({
      name: z.string(),
      bytes_per_step: nonNegative,
      by_dimension: z.array(z.strictObject({ dimension: z.string(), bytes: nonNegative })),
      utilization_fraction: unknown(nonNegative),
      active_utilization_fraction: unknown(nonNegative),
    }),
  ),
  by_dimension: z.array(
    z.strictObject({ dimension: z.string(), scale_up_bytes: nonNegative, scale_out_bytes: nonNegative }),
  ),
  east_west_bytes: nonNegative,
  north_south_bytes: nonNegative,
  checkpoint: z
    .strictObject({
      size_bytes: nonNegative,
      write_s: nonNegative,
      interval_s: nonNegative,
      stall_fraction: nonNegative,
    })
    .optional(),
  binding_tier: z.string().nullable(),
});

const CollectiveSchema = z.strictObject({
  name: z.string(),
  op: z.string(),
  group: z.string(),
  ranks: count,
  bytes: nonNegative.meta({ description: 'Size of one operation as nccl-tests counts it' }),
  count: nonNegative.meta({ description: 'Operations per step on the critical rank' }),
  algorithm: z.string(),
  alpha_s: nonNegative,
  beta_s: nonNegative,
  time_s: nonNegative.meta({ description: 'One operation' }),
  exposed_s: nonNegative.meta({ description: 'Exposed time of all of them in one step' }),
  limited_by: z.string(),
});

export const breakdownFields = [
  'compute_s',
  'recompute_s',
  'tensor_exposed_s',
  'context_exposed_s',
  'expert_exposed_s',
  'pipeline_exposed_s',
  'pipeline_bubble_s',
  'data_exposed_s',
  'optimizer_s',
  'jitter_s',
  'storage_s',
  'other_s',
] as const;

const BreakdownSchema = z.strictObject(
  Object.fromEntries(breakdownFields.map((name) => [name, nonNegative])) as Record<
    (typeof breakdownFields)[number],
    typeof nonNegative
  >,
);

const MemorySchema = z.strictObject({
  fits: z.boolean(),
  capacity_bytes: nonNegative,
  total_bytes: nonNegative,
  weights_bytes: nonNegative,
  gradients_bytes: nonNegative,
  optimizer_bytes: nonNegative,
  activations_bytes: nonNegative,
  other_bytes: nonNegative,
  shortfall_bytes: nonNegative,
  worst_stage: count,
});

const TrainingSchema = z.strictObject({
  step_time_s: unknown(nonNegative),
  step_time_interval_s: unknown(
    z.strictObject({ low: nonNegative, high: nonNegative, coverage_fraction: fraction, basis: z.string() }),
  ),
  breakdown: unknown(BreakdownSchema),
  mfu: unknown(nonNegative),
  hfu: unknown(nonNegative),
  /** Absent in results of versions before it. */
  mfu_causal: unknown(nonNegative).optional(),
  mfu_convention: z.string(),
  gpu_busy_fraction: unknown(fraction),
  idle_fraction: unknown(fraction),
  network_idle_fraction: unknown(fraction),
  tokens_per_s: unknown(nonNegative),
  tokens_per_s_per_gpu: unknown(nonNegative),
  model_flops_per_gpu_per_s: unknown(nonNegative),
  run_time_s: unknown(nonNegative),
  memory: MemorySchema,
  bound: unknown(z.enum(['compute', 'memory', 'network', 'pipeline', 'optimizer', 'overhead'])),
  ceiling: unknown(
    z.strictObject({
      infinite_network_step_time_s: nonNegative,
      infinite_network_mfu: nonNegative,
      nic_bandwidth_for_95_percent_bytes_per_s: unknown(nonNegative),
      sensitivity: z.array(z.strictObject({ input: z.string(), elasticity: z.number() })),
    }),
  ),
});

const usdOrUnknown = unknown(nonNegative);

const CostSchema = z.strictObject({
  price_level: z.enum(['low', 'typical', 'high']),
  capex_usd: z.strictObject({
    servers: usdOrUnknown,
    nics: usdOrUnknown.meta({ description: 'What they cost beside those that the server price pays for' }),
    switches: usdOrUnknown,
    transceivers: usdOrUnknown,
    cables: usdOrUnknown,
    network: usdOrUnknown
      .optional()
      .meta({ description: 'network_usd_per_server, which stands for the four above; absent: the bill of materials' }),
    storage: usdOrUnknown,
    management: usdOrUnknown.optional().meta({ description: 'Management servers and the out-of-band network' }),
    service: usdOrUnknown,
    software: usdOrUnknown,
    installation: usdOrUnknown,
    total: usdOrUnknown,
  }),
  known_subtotal_usd: nonNegative,
  network_capex_usd: usdOrUnknown
    .optional()
    .meta({ description: 'NICs, switches, transceivers and cables together, or the price that stands for them' }),
  network_capex_fraction: unknown(fraction),
  opex_usd_per_year: z.strictObject({
    electricity: usdOrUnknown,
    colocation: usdOrUnknown,
    maintenance: usdOrUnknown,
    remote_hands: usdOrUnknown,
    internet: usdOrUnknown,
    rent: usdOrUnknown,
    total: usdOrUnknown,
  }),
  capital_usd_per_month: usdOrUnknown,
  tco_usd_per_gpu_hour: usdOrUnknown,
  usd_per_step: usdOrUnknown,
  usd_per_million_tokens: usdOrUnknown,
  run_usd: usdOrUnknown,
  idle_usd_per_hour: usdOrUnknown,
  network_idle_usd_per_hour: usdOrUnknown,
  usd_per_microsecond_year: usdOrUnknown.meta({
    description: 'What one microsecond more on every message between scale-up domains costs in a year',
  }),
  own_prices: z
    .array(z.string())
    .optional()
    .meta({ description: 'Parts whose price the spec, its price list or its own catalog gives' }),
  hosted_w: unknown(nonNegative).optional().meta({ description: 'Rated draw that colocation is charged on' }),
  power_utilization_fraction: unknown(nonNegative)
    .optional()
    .meta({ description: 'Share of hosted_w that is drawn on average and that electricity is charged on' }),
  lost_usd_per_year: z
    .record(z.string(), usdOrUnknown)
    .optional()
    .meta({ description: 'What the lost time of every step costs in a year, by cause' }),
  network_value: z
    .strictObject({
      perfect_network_usd_per_year: usdOrUnknown,
      break_even_usd_per_gpu: usdOrUnknown,
      usd_per_gbit_per_s_year: usdOrUnknown,
      double_rate_usd_per_year: usdOrUnknown
        .optional()
        .meta({ description: 'Worth of NICs and a fabric twice as fast' }),
      double_rate_step_time_s: unknown(nonNegative).optional(),
      double_rate_break_even_usd_per_nic: usdOrUnknown.optional(),
      flat_fabric_usd_per_year: usdOrUnknown
        .optional()
        .meta({ description: 'Worth of a fabric with one switch between any two NICs and no tier slower than they' }),
      flat_fabric_step_time_s: unknown(nonNegative).optional(),
      flat_fabric_break_even_usd_per_gpu: usdOrUnknown.optional(),
      microsecond_slower_step_time_s: unknown(nonNegative)
        .optional()
        .meta({ description: 'Step with one microsecond more on every message between scale-up domains' }),
    })
    .optional()
    .meta({ description: 'What a better network is worth to the job, all its steps of a year kept' }),
  influence: z
    .array(z.strictObject({ input: z.string(), ends: z.string().optional(), low: nonNegative, high: nonNegative }))
    .optional()
    .meta({ description: 'tco_usd_per_gpu_hour at the low and the high end of each input, the strongest first' }),
});

const PowerSchema = z.strictObject({
  it_w: unknown(nonNegative),
  known_subtotal_w: nonNegative.optional().meta({ description: 'Part of it_w whose draw is known' }),
  facility_w: unknown(nonNegative).meta({ description: 'While the job runs, cooling included' }),
  provisioned_w: unknown(nonNegative).meta({ description: 'Rated draw of all IT equipment' }),
  facility_provisioned_w: unknown(nonNegative)
    .optional()
    .meta({ description: 'The same with cooling: what the facility is sized for, and power.facility_cap limits' }),
  gpus_w: unknown(nonNegative),
  servers_w: unknown(nonNegative).meta({ description: 'Servers without their GPUs and scale-out NICs' }),
  nics_w: unknown(nonNegative),
  switches_w: unknown(nonNegative),
  transceivers_w: unknown(nonNegative),
  network_fraction: unknown(fraction).meta({ description: 'NICs, switches and transceivers of it_w' }),
  energy_per_step_j: unknown(nonNegative),
  data_movement_energy_per_step_j: unknown(nonNegative),
  energy_per_token_j: unknown(nonNegative),
  carbon_kg_per_step: unknown(nonNegative),
  compute_energy_per_step_j: unknown(nonNegative)
    .optional()
    .meta({ description: 'energy_per_step_j without data movement: GPUs, servers, network on standby, cooling' }),
  network_standby_energy_per_step_j: unknown(nonNegative)
    .optional()
    .meta({ description: 'Part of compute_energy_per_step_j: what the network draws beside moving bytes' }),
  phases: z
    .strictObject({
      compute_w: unknown(nonNegative),
      communication_w: unknown(nonNegative),
      idle_w: unknown(nonNegative),
      swing_w: unknown(nonNegative)
        .optional()
        .meta({ description: 'IT draw while all compute less IT draw while all communicate; cooling is slower' }),
    })
    .optional()
    .meta({ description: 'IT draw while every GPU computes, communicates, waits: the swing of synchronous training' }),
  data_movement: z
    .array(
      z.strictObject({
        name: z.string(),
        bytes_per_step: nonNegative,
        onward_fraction: nonNegative
          .optional()
          .meta({ description: 'Share of the bytes that goes on to further switches' }),
        pj_per_bit: unknown(nonNegative),
        energy_j: unknown(nonNegative),
      }),
    )
    .optional()
    .meta({ description: 'Energy of moving bytes, by part of the path' }),
  gpus_within_facility_cap: unknown(count).optional(),
  facility_kwh_per_year: unknown(nonNegative)
    .optional()
    .meta({ description: 'Energy that the facility is billed for in a year, cooling included' }),
  carbon_kg_per_year: unknown(nonNegative).optional(),
  carbon_kg_per_million_tokens: unknown(nonNegative).optional(),
  run_energy_j: unknown(nonNegative).optional().meta({ description: 'Facility energy of the run, goodput included' }),
  run_carbon_kg: unknown(nonNegative).optional(),
});

const VerdictSchema = z.strictObject({
  headline: z.string(),
  bottleneck: z.string(),
  drivers: z.array(z.strictObject({ cause: z.string(), share: fraction, detail: z.string() })),
  advice: z.array(z.string()),
});

const LevelSchema = z.strictObject({ cost: CostSchema, power: PowerSchema });

const RangeSchema = z.strictObject({
  varied: z.array(z.string()).meta({ description: 'Spec keys that differ between the levels' }),
  low: LevelSchema,
  typical: LevelSchema,
  high: LevelSchema,
});

export const ResultSchema = z.strictObject({
  format_version: z.literal('1.0'),
  name: z.string(),
  overrides: z.array(z.string()),
  assumptions: z.array(AssumptionSchema),
  diagnostics: z.array(DiagnosticSchema),
  reasons: z.record(z.string(), z.string()).meta({ description: 'Why a field is null, by dotted field' }),
  plan: PlanSchema,
  fabric: FabricSchema,
  traffic: TrafficSchema.optional(),
  collectives: z.array(CollectiveSchema),
  training: TrainingSchema,
  cost: CostSchema,
  power: PowerSchema,
  range: RangeSchema.optional().meta({ description: 'Money and power at low, typical and high prices' }),
  verdict: VerdictSchema,
});

export type Result = z.infer<typeof ResultSchema>;
export type FabricResult = z.infer<typeof FabricSchema>;
export type TrafficResult = z.infer<typeof TrafficSchema>;
export type CollectiveResult = z.infer<typeof CollectiveSchema>;
export type TrainingResult = z.infer<typeof TrainingSchema>;
export type MemoryResult = z.infer<typeof MemorySchema>;
export type Breakdown = z.infer<typeof BreakdownSchema>;
export type CostResult = z.infer<typeof CostSchema>;
export type PowerResult = z.infer<typeof PowerSchema>;
export type VerdictResult = z.infer<typeof VerdictSchema>;
