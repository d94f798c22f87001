import type { Assumption, Plan } from '../spec/plan.ts';
import type { EconomicsConstant } from './constants.ts';

/** Constants that stand for what the catalog does not say about this server. */
export function assumptions(plan: Plan): readonly Assumption[] {
  const { server } = plan.cluster;
  const used: EconomicsConstant[] = ['scale_up_pj_per_bit'];
  if (server === null || server.ratedPowerW === null) used.push('server_rest_w_per_gpu');
  used.push(
    server !== null && server.trainingPowerW !== null ? 'gpu_training_power_fraction' : 'server_rest_load_fraction',
  );
  return used.flatMap((id) => {
    const resolved = plan.constants[id];
    if (resolved === undefined) return [];
    const { value, unit, source, confidence } = resolved;
    return [{ path: `efficiency.${id}`, value, unit, source, confidence }];
  });
}
