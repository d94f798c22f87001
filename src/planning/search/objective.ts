/**
 * Fields that follow the step time when nothing but the parallel plan changes: the fastest plan is the best by any of
 * them, so that a bound on the time prunes. Others, such as memory or energy, need every plan that fits.
 */
const FOLLOW_THE_STEP = new Set([
  'training.step_time_s',
  'training.tokens_per_s',
  'training.tokens_per_s_per_gpu',
  'training.model_flops_per_gpu_per_s',
  'training.mfu',
  'training.mfu_causal',
  'training.run_time_s',
  'cost.usd_per_step',
  'cost.usd_per_million_tokens',
  'cost.run_usd',
]);

export const followsTheStep = (field: string): boolean => FOLLOW_THE_STEP.has(field);
