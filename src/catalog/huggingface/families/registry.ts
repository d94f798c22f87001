import { apertus } from './apertus.ts';
import { bloom } from './bloom.ts';
import { cohere, cohere2 } from './cohere.ts';
import { dbrx } from './dbrx.ts';
import type { Family } from './decoder.ts';
import { deepseek, deepseekMoe } from './deepseek.ts';
import { dots1 } from './dots.ts';
import { ernie45, ernie45Moe } from './ernie.ts';
import { exaone4 } from './exaone4.ts';
import { gemma, gemma2, gemma3 } from './gemma.ts';
import { glm4, glm4Moe } from './glm.ts';
import { gptNeox } from './gpt-neox.ts';
import { gptOss } from './gpt-oss.ts';
import { gpt2, gptBigcode } from './gpt2.ts';
import { granite, graniteMoe } from './granite.ts';
import { llama, mistral, mixtral, smollm3 } from './llama.ts';
import { llama4 } from './llama4.ts';
import { minimaxM2 } from './minimax.ts';
import { mpt } from './mpt.ts';
import { nemotron } from './nemotron.ts';
import { olmo, olmo2, olmo3, olmoe } from './olmo.ts';
import { opt } from './opt.ts';
import { phimoe } from './phi.ts';
import { qwen2, qwen2Moe, qwen3, qwen3Moe } from './qwen.ts';
import { stablelm } from './stablelm.ts';
import { starcoder2 } from './starcoder2.ts';

/** By `model_type`, the key every config.json carries; that of a vision model's text part included. */
export const FAMILIES: Readonly<Record<string, Family>> = {
  apertus,
  bloom,
  cohere,
  cohere2,
  dbrx,
  deepseek: deepseekMoe,
  deepseek_v2: deepseek,
  deepseek_v3: deepseek,
  dots1,
  ernie4_5: ernie45,
  ernie4_5_moe: ernie45Moe,
  exaone4,
  gemma,
  gemma2,
  gemma3,
  gemma3_text: gemma3,
  glm: glm4,
  glm4,
  glm4_moe: glm4Moe,
  glm4v_moe_text: glm4Moe,
  glm4v_text: glm4,
  gpt2,
  gpt_bigcode: gptBigcode,
  gpt_neox: gptNeox,
  gpt_oss: gptOss,
  granite,
  granitemoe: graniteMoe,
  internlm2: llama,
  kimi_k2: deepseek,
  llama,
  llama4: llama4,
  llama4_text: llama4,
  minimax_m2: minimaxM2,
  mistral,
  mixtral,
  mpt,
  nemotron,
  olmo,
  olmo2,
  olmo3,
  olmoe,
  opt,
  phi: gptNeox,
  phi3: mistral,
  phimoe,
  qwen2,
  qwen2_5_vl_text: qwen2,
  qwen2_moe: qwen2Moe,
  qwen3,
  qwen3_moe: qwen3Moe,
  qwen3_vl_moe_text: qwen3Moe,
  qwen3_vl_text: qwen3,
  seed_oss: qwen2,
  smollm3,
  stablelm,
  starcoder2,
};
