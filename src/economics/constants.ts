import type { Plan } from '../spec/plan.ts';
import { type Figure, known, unknown } from './figure.ts';

/** Model constants of this room, by id in `configs/catalog/constants/economics.yaml`. */
export type EconomicsConstant =
  | 'gpu_training_power_fraction'
  | 'server_rest_w_per_gpu'
  | 'server_rest_load_fraction'
  | 'scale_up_pj_per_bit'
  | `range_${RangedTerm}_${'low' | 'high'}`;

/** Spec keys of `economics` with a range of practice. */
export type RangedTerm =
  | 'wacc_fraction'
  | 'amortization_years'
  | 'electricity_usd_per_kwh'
  | 'pue'
  | 'colocation_usd_per_kw_month'
  | 'maintenance_fraction_per_year'
  | 'power_utilization_fraction';

export function constant(plan: Plan, id: EconomicsConstant): Figure {
  const resolved = plan.constants[id];
  return resolved === undefined ? unknown(`the model constant ${id} is missing`) : known(resolved.value);
}
