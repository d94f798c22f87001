import { decoder, type Family } from './decoder.ts';
import { routedExperts } from './routed-experts.ts';

/** The first generation: ordinary attention. dots.llm1 and others took its experts over. */
export const deepseekMoe: Family = (config) => decoder(config, { moe: routedExperts(config) });

export const deepseek: Family = (config) => {
  const vDim = config.count('v_head_dim');
  const mla = {
    qRank: config.optionalCount('q_lora_rank'),
    kvRank: config.count('kv_lora_rank'),
    nopeDim: config.count('qk_nope_head_dim'),
    ropeDim: config.count('qk_rope_head_dim'),
    vDim,
  };
  const mtpLayers = config.countOrZero('num_nextn_predict_layers', 0);
  const shape = decoder(config, { attention: 'mla', mla, mtpLayers, moe: routedExperts(config) }, vDim);
  return { ...shape, headDim: vDim };
};
