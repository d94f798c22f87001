import { buildMachine, type Machine } from '../../src/evaluation/machine.ts';
import { planOfSpec } from '../validation/plan-of-spec.ts';

/** A machine with a job whose plan is open. */
export function machineOfSpec(spec: Readonly<Record<string, unknown>>): Machine {
  const resolved = planOfSpec(spec);
  if (!resolved.ok) throw new Error(resolved.reason);
  const built = buildMachine(resolved.plan);
  if (!built.ok) throw new Error(built.refusal.message);
  return built.machine;
}

/**
 * GPT-3 1T (Narayanan et al. 2021, table 1: 128 layers of 25,600, 160 heads, batch 3,072) on 3,072 A100 of 80 GB: the space
 * that Calculon's authors search (Isaev et al. 2023).
 */
export const trillion = {
  gpus: { type: 'a100-80-sxm', count: 3072 },
  nics: { type: 'cx6-200', per_node: 8 },
  topology: { kind: 'fat-tree' },
  workload: {
    model: {
      name: 'gpt3-1t',
      layers: 128,
      hidden: 25600,
      heads: 160,
      kv_heads: 160,
      ffn: 102400,
      gated: false,
      vocab: 51200,
      tied_embeddings: true,
    },
    sequence_length: 2048,
    global_batch: 3072,
    attention: 'unfused',
  },
};

/** A small model on many GPUs: most plans fit, and are timed. */
export const roomy = {
  gpus: { type: 'h100-sxm', count: 256 },
  nics: { type: 'cx7-400' },
  topology: { kind: 'rail-optimized', oversubscription: 2 },
  workload: { model: 'llama-3-8b', sequence_length: 8192, global_batch: 1024 },
};
