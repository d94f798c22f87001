import { decoder, type Family } from './decoder.ts';
import { routedExperts } from './routed-experts.ts';

export const glm4: Family = (config) => decoder(config, { qkvBias: config.flag('attention_bias', false) });

export const glm4Moe: Family = (config) => ({
  ...glm4(config),
  qkNorm: config.flag('use_qk_norm', false),
  mtpLayers: config.countOrZero('num_nextn_predict_layers', 0),
  moe: routedExperts(config),
});
