import type { MixtureOfExperts } from '../../types.ts';
import { ConfigError, type HuggingFaceConfig } from '../config.ts';
import { mixture } from './decoder.ts';

/** Experts under the key names that DeepSeek introduced; null: a dense model of the family. */
export function routedExperts(config: HuggingFaceConfig): MixtureOfExperts | null {
  if (config.count('moe_layer_freq', 1) !== 1) throw new ConfigError('moe_layer_freq other than 1 cannot be expressed');
  if (!config.has('n_routed_experts')) return null;
  const topK = config.count('num_experts_per_tok');
  return mixture(config.count('n_routed_experts'), topK, config.count('moe_intermediate_size'), {
    sharedExperts: config.countOrZero('n_shared_experts', 0),
    denseLayers: config.countOrZero('first_k_dense_replace', 0),
  });
}
