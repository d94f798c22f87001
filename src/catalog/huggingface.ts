import { ConfigError, HuggingFaceConfig } from './huggingface/config.ts';
import { FAMILIES } from './huggingface/families/registry.ts';
import type { Architecture } from './types.ts';

export type HuggingFaceOutcome =
  | { readonly ok: true; readonly architecture: Architecture }
  /** Sentences without a full stop, separated by semicolons, each of which names a key. */
  | { readonly ok: false; readonly reason: string };

/** The families that can be read, by `model_type`. */
export const HUGGING_FACE_MODEL_TYPES: readonly string[] = Object.keys(FAMILIES).sort();

/**
 * The shape in a Hugging Face `config.json` (parsed). Multimodal files are read by their `text_config`. Keys that a file may
 * leave out take the default of its configuration class in transformers.
 *
 * @param name shown in reports; default the file's `_name_or_path`, or its model_type
 */
export function architectureFromHuggingFace(config: unknown, name?: string): HuggingFaceOutcome {
  if (!isMapping(config)) return { ok: false, reason: 'a config.json is a mapping' };
  const outerType = config['model_type'];
  const text = config['text_config'];
  const data = isMapping(text)
    ? { tie_word_embeddings: config['tie_word_embeddings'], model_type: outerType, ...text }
    : config;
  const type = data['model_type'];
  if (typeof type !== 'string') return { ok: false, reason: 'model_type is missing' };
  const family = Object.hasOwn(FAMILIES, type) ? FAMILIES[type] : undefined;
  if (family === undefined) {
    return {
      ok: false,
      reason: `model_type "${type.slice(0, 40)}" is not known; known are ${HUGGING_FACE_MODEL_TYPES.join(', ')}`,
    };
  }
  const access = new HuggingFaceConfig(data);
  const refuse = (...more: readonly string[]): HuggingFaceOutcome => ({
    ok: false,
    reason: [...access.problems, ...more].join('; '),
  });
  try {
    const shape = family(access);
    if (access.problems.length > 0) return refuse();
    return { ok: true, architecture: { name: name ?? nameOf(config, type), ...shape } };
  } catch (error) {
    if (error instanceof ConfigError) return refuse(error.message);
    throw error;
  }
}

function nameOf(config: Readonly<Record<string, unknown>>, type: string): string {
  const path = config['_name_or_path'];
  return typeof path === 'string' && path !== '' ? path : type;
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
