/** Whether less or more of a field is better; neutral: neither by itself. */
export type Direction = 'lower' | 'higher' | 'neutral';

/**
 * Fields that a reader looks at first, the most important first. Everything else is detail, ranked by how far it moved.
 */
const HEADLINES: readonly string[] = [
  'training.memory.fits',
  'training.step_time_s',
  'training.tokens_per_s',
  'training.mfu',
  'cost.usd_per_million_tokens',
  'cost.capex_usd.total',
  'cost.tco_usd_per_gpu_hour',
  'training.memory.total_bytes',
  'power.facility_w',
  'training.network_idle_fraction',
  'training.run_time_s',
  'cost.run_usd',
  'training.bound',
  'cost.network_capex_fraction',
  'power.energy_per_token_j',
  'power.carbon_kg_per_step',
  'training.ceiling.infinite_network_step_time_s',
  'fabric.kind',
  'fabric.switches',
  'fabric.transceivers',
  'fabric.bisection_bytes_per_s',
  'fabric.latency_s.mean',
  'plan.tensor',
  'plan.pipeline',
  'plan.virtual_pipeline',
  'plan.context',
  'plan.expert',
  'plan.data',
  'plan.micro_batch',
  'plan.sharding',
  'plan.recompute',
];

const rankOf = new Map(HEADLINES.map((field, rank) => [field, rank]));

/** 0 is the most important; null: a detail. */
export const headlineRank = (field: string): number | null => rankOf.get(field) ?? null;

const HIGHER =
  /(^|[._])(mfu|mfu_causal|hfu|fits|tokens_per_s|tokens_per_s_per_gpu|flops_per_gpu_per_s|busy_fraction|bisection_bytes_per_s|gpus_within_facility_cap)$/;
const LOWER =
  /^(cost|power)\.|^training\.(step_time_s|run_time_s|idle_fraction|network_idle_fraction|breakdown\.|memory\.(?!fits|capacity|worst)|ceiling\.infinite_network_step_time_s|ceiling\.nic_bandwidth)|^fabric\.(latency_s|max_hops|mean_hops)/;
/** What a better network is worth, shares of a sum, and knobs say nothing by themselves. */
const NEUTRAL = /network_value|influence|_fraction$|per_microsecond|price_level|breakdown\.compute_s|phases\./;

/** Which way a field gets better. */
export function directionOf(field: string): Direction {
  if (HIGHER.test(field)) return 'higher';
  if (/^training\.(idle|network_idle)_fraction$/.test(field)) return 'lower';
  if (NEUTRAL.test(field)) return 'neutral';
  return LOWER.test(field) ? 'lower' : 'neutral';
}
