import { completeArchitecture } from '../../catalog/kinds/architecture.ts';
import type { Architecture } from '../../catalog/types.ts';
import { modelMismatch } from '../../diagnostics/messages/consistency.ts';
import { outOfRange } from '../../diagnostics/messages/schema.ts';
import { badModelConfig, unreadableFile } from '../../diagnostics/messages/text.ts';
import { tryRead } from '../load/read-text.ts';
import { MAX_ENTRIES } from '../schema/fields.ts';
import type { Section } from '../schema/spec.ts';
import { judged } from './defaults.ts';
import { findEntry } from './device.ts';
import { readModelConfig } from './model-config.ts';
import type { Resolving } from './resolving.ts';

type Reference = NonNullable<Section<'workload'>['model']>;
type Inline = Exclude<Reference, string | { readonly huggingface: string }>;

/** The shape of the model, or null when it was refused. */
export function resolveModel(resolving: Resolving, reference: Reference): Architecture | null {
  if (typeof reference === 'string') {
    const kind = { noun: 'model', list: 'models', entries: ({ models }: Resolving['catalog']) => models } as const;
    return findEntry(resolving, 'workload.model', reference, kind)?.architecture ?? null;
  }
  if ('huggingface' in reference) return fromHuggingFace(resolving, reference.huggingface);
  return inline(resolving, reference);
}

/** Largest numbers that a shape may have: beyond them no answer is meant, and work would not be bounded. */
const LIMITS = { layers: MAX_ENTRIES, experts: 65_536, width: 2 ** 24, vocab: 2 ** 26 } as const;

function inline(resolving: Resolving, input: Inline): Architecture | null {
  const { report, at, intact, ledger } = resolving;
  if (!intact('workload.model')) return null;
  const outcome = completeArchitecture(input, input.name ?? 'inline model');
  if (!outcome.ok) {
    const path = ['workload.model', ...outcome.path].join('.');
    report(modelMismatch(at(path), `${outcome.path.join('.')}: ${outcome.reason}`));
    return null;
  }
  const { architecture } = outcome;
  if (!withinLimits(resolving, architecture)) return null;
  const assumed = (key: 'gated' | 'tied_embeddings', value: boolean, reason: string): void => {
    if (input[key] === undefined) ledger.assume(`workload.model.${key}`, value, null, judged(reason));
  };
  assumed('gated', architecture.gated, 'models since Llama have gated feed-forward layers');
  assumed('tied_embeddings', architecture.tiedEmbeddings, 'large models have an output layer of their own');
  if (input.norm === undefined) {
    ledger.assume(
      'workload.model.norm',
      architecture.norm,
      null,
      judged('rmsnorm goes with gated layers, layernorm without'),
    );
  }
  if (input.moe !== undefined && input.moe.imbalance === undefined) {
    ledger.assume('workload.model.moe.imbalance', 1, 'ratio', judged('router forced to balance, as vendors benchmark'));
  }
  return architecture;
}

function withinLimits({ report, at }: Resolving, model: Architecture): boolean {
  const values = [
    ['layers', model.layers, LIMITS.layers],
    ['hidden', model.hidden, LIMITS.width],
    ['heads', model.heads, LIMITS.width],
    ['head_dim', model.headDim, LIMITS.width],
    ['ffn', model.ffn, LIMITS.width],
    ['vocab', model.vocab, LIMITS.vocab],
    ['mtp_layers', model.mtpLayers, LIMITS.layers],
    ['attention_window', model.attentionWindow.length, LIMITS.layers],
    ['moe.experts', model.moe?.experts ?? 0, LIMITS.experts],
    ['moe.ffn', model.moe?.ffn ?? 0, LIMITS.width],
    ['moe.shared_experts', model.moe?.sharedExperts ?? 0, LIMITS.experts],
    ['moe.shared_ffn', model.moe?.sharedFfn ?? 0, LIMITS.width],
  ] as const;
  const over = values.filter(([, value, limit]) => value > limit);
  for (const [key, value, limit] of over) report(outOfRange(at(`workload.model.${key}`), value, `at most ${limit}`));
  return over.length === 0;
}

function fromHuggingFace(resolving: Resolving, named: string): Architecture | null {
  const { document, readFile, report, at } = resolving;
  const where = at('workload.model.huggingface');
  const path = document.beside(['workload', 'model', 'huggingface'], named);
  const read = tryRead(readFile, path);
  if (!read.ok) {
    report(unreadableFile(where, path, read.reason));
    return null;
  }
  const outcome = readModelConfig(read.bytes);
  if (outcome.ok) return withinLimits(resolving, outcome.architecture) ? outcome.architecture : null;
  report(badModelConfig(where, outcome.reason));
  return null;
}
