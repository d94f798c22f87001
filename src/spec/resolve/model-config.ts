import { architectureFromHuggingFace } from '../../catalog/huggingface.ts';
import type { Architecture } from '../../catalog/types.ts';

/** No configuration of a model is longer. */
const MAX_BYTES = 1024 ** 2;

export type ModelConfigOutcome =
  | { readonly ok: true; readonly architecture: Architecture }
  | { readonly ok: false; readonly reason: string };

/** The shape in the bytes of a Hugging Face `config.json`. */
export function readModelConfig(bytes: Uint8Array): ModelConfigOutcome {
  if (bytes.length > MAX_BYTES) return { ok: false, reason: 'the file has more than 1 MiB' };
  let config: unknown;
  try {
    config = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { ok: false, reason: 'the file is not valid JSON' };
  }
  return architectureFromHuggingFace(config);
}
