/**
 * The unit of a result field, read from its name: a quantity's name, or the name of the object it sits in, ends in its
 * unit. The longest ending wins.
 */
const endings: readonly (readonly [ending: string, unit: string])[] = [
  ['usd_per_microsecond_year', 'USD/(µs·year)'],
  ['usd_per_million_tokens', 'USD/Mtoken'],
  ['usd_per_gbit_per_s_year', 'USD/(Gb/s·year)'],
  ['usd_per_gpu_hour', 'USD/GPU-hour'],
  ['usd_per_gpu', 'USD/GPU'],
  ['usd_per_nic', 'USD/NIC'],
  // The total cost per GPU and hour at both ends of an input.
  ['influence', 'USD/GPU-hour'],
  ['flops_per_gpu_per_s', 'FLOP/(GPU·s)'],
  ['tokens_per_s_per_gpu', 'token/(s·GPU)'],
  ['tokens_per_s', 'token/s'],
  ['bytes_per_step', 'B/step'],
  ['bytes_per_s', 'B/s'],
  ['usd_per_month', 'USD/month'],
  ['usd_per_year', 'USD/year'],
  ['usd_per_hour', 'USD/h'],
  ['usd_per_step', 'USD/step'],
  ['kwh_per_year', 'kWh/year'],
  ['kg_per_year', 'kg/year'],
  ['kg_per_step', 'kg/step'],
  ['kg_per_million_tokens', 'kg/Mtoken'],
  ['per_step_j', 'J/step'],
  ['per_token_j', 'J/token'],
  ['pj_per_bit', 'pJ/bit'],
  ['fraction', 'ratio'],
  ['bytes', 'B'],
  ['usd', 'USD'],
  ['_s', 's'],
  ['_w', 'W'],
  ['_j', 'J'],
  ['_kg', 'kg'],
];

/** Ratios with a name of their own. */
const ratios = new Set(['mfu', 'mfu_causal', 'hfu', 'infinite_network_mfu', 'oversubscription', 'elasticity', 'share']);

/** Counts: plural nouns, degrees of parallelism, and indices. */
const counts = new Set([
  'tensor',
  'pipeline',
  'virtual_pipeline',
  'context',
  'expert',
  'expert_tensor',
  'data',
  'micro_batch',
  'switches',
  'down_links',
  'up_links',
  'transceivers',
  'inter_switch_links',
  'access_links',
  'planes',
  'max_hops',
  'mean_hops',
  'ranks',
  'count',
  'worst_stage',
  'gpus_within_facility_cap',
]);

const unitOfName = (name: string): string | null => {
  if (ratios.has(name)) return 'ratio';
  return endings.find(([ending]) => name === ending || name.endsWith(ending))?.[1] ?? null;
};

/**
 * @param path dotted field, list items as `[]` or `[3]`: `fabric.tiers[].switches`
 * @returns the unit, `ratio` or `count` where it has none, null where the name does not say
 */
export function fieldUnit(path: string): string | null {
  const names = path.replace(/\[\d*\]/g, '').split('.');
  const own = names.at(-1) ?? '';
  const unit = unitOfName(own) ?? unitOfName(names.at(-2) ?? '');
  return unit ?? (counts.has(own) ? 'count' : null);
}
