import type { Family } from './decoder.ts';
import { gptDecoder } from './gpt.ts';

/** MosaicML's decoder; positions come from ALiBi or from a table. */
export const mpt: Family = (config) => {
  const attention = config.section('attn_config');
  const kvHeads = attention.optionalCount('kv_n_heads');
  return gptDecoder(
    config,
    { hidden: 'd_model', heads: 'n_heads', layers: 'n_layers' },
    {
      ffn: config.count('expansion_ratio', 4) * config.count('d_model'),
      linearBias: !config.flag('no_bias', true),
      learnedPositions: attention.flag('alibi', true) ? 0 : config.count('max_seq_len'),
      ...(kvHeads === null ? {} : { kvHeads }),
    },
  );
};
