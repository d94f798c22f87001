import type { MixtureOfExperts } from '../../types.ts';
import { ConfigError, type HuggingFaceConfig } from '../config.ts';
import { mixture } from './decoder.ts';

/** Experts under the key names that DeepSeek introduced; null: a dense model of the family. */
export function routedExperts(config: HuggingFaceConfig): MixtureOfExperts | null {
  if (config.count('moe_layer_freq', 1) !== 1) throw new ConfigError('moe_layer_freq other than 1 cannot be expressed');
  if (!config.has('n_routed_experts')) return null;
  const experts = config.count('n_routed_experts');
  const topK = config.count('num_experts_per_tok');
  return mixture(experts, topK, config.count('moe_intermediate_size'), {
    ...nodeLimit(config, experts, topK),
    sharedExperts: config.countOrZero('n_shared_experts', 0),
    denseLayers: config.countOrZero('first_k_dense_replace', 0),
  });
}

/** Groups of experts that routing picks from first; `greedy` routing ignores them (modeling_deepseek.py, MoEGate). */
function nodeLimit(
  config: HuggingFaceConfig,
  experts: number,
  topK: number,
): Pick<MixtureOfExperts, 'routerGroups' | 'routerTopGroups'> {
  const routerGroups = config.is('topk_method', 'greedy') ? 1 : config.count('n_group', 1);
  const routerTopGroups = Math.min(config.count('topk_group', routerGroups), routerGroups);
  if (experts % routerGroups !== 0) throw new ConfigError(`n_group ${routerGroups} does not divide ${experts} experts`);
  if (topK > (experts / routerGroups) * routerTopGroups) {
    throw new ConfigError(`num_experts_per_tok ${topK} exceeds the experts of topk_group ${routerTopGroups} groups`);
  }
  return { routerGroups, routerTopGroups };
}
