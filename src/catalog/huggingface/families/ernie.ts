import { decoder, type Family, mixture } from './decoder.ts';

export const ernie45: Family = (config) =>
  decoder(config, {
    tiedEmbeddings: config.flag('tie_word_embeddings', true),
    linearBias: config.flag('use_bias', false),
  });

export const ernie45Moe: Family = (config) => {
  const experts = mixture(
    config.count('moe_num_experts'),
    config.count('moe_k'),
    config.count('moe_intermediate_size'),
    {
      sharedExperts: config.countOrZero('moe_num_shared_experts', 0),
      denseLayers: config.countOrZero('moe_layer_start_index', 0),
      every: config.count('moe_layer_interval', 1),
    },
  );
  return { ...ernie45(config), moe: experts };
};
