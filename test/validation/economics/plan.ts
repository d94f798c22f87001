import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { evaluate } from '../../../src/evaluation/evaluate.ts';
import { chooseLayout } from '../../../src/planning/choose-layout.ts';
import { planned } from '../../../src/planning/search/planned.ts';
import type { Result } from '../../../src/result/schema.ts';
import { planOfSpec } from '../plan-of-spec.ts';

/** The result of a spec that is expected to be sound; the search chooses the layout where the spec leaves it open. */
export function resultOf(spec: Readonly<Record<string, unknown>>): Result {
  const resolved = planOfSpec(spec);
  if (!resolved.ok) throw new Error(resolved.reason);
  const choice = resolved.plan.layout === null ? chooseLayout(resolved.plan) : null;
  const plan = choice?.ok && choice.candidate !== null ? planned(resolved.plan, choice.candidate) : resolved.plan;
  if (plan.layout === null) throw new Error('no plan fits');
  const outcome = evaluate(plan, plan.layout, 'spec', { ceiling: false, influence: false });
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.result;
}

/** A shipped spec as data. */
export const configSpec = (file: string): Readonly<Record<string, unknown>> =>
  parse(readFileSync(new URL(`../../../configs/${file}`, import.meta.url), 'utf8'));

/** The job of `configs/h100-1024-superpod.yaml` on more GPUs. */
export const llama70b = (gpus: number): Readonly<Record<string, unknown>> => ({
  model: 'llama-3-70b',
  sequence_length: 8192,
  global_batch: 2 * gpus,
  micro_batch: 1,
  parallelism: { tensor: 4, pipeline: 4, virtual_pipeline: 5, context: 2 },
  sharding: 'optimizer',
  schedule: 'interleaved',
  recompute: 'none',
  software: { framework: 'nemo', year: 2024 },
});

/** A small job that runs anywhere, where money and ratings are the subject. */
export const anyJob = (gpus: number): Readonly<Record<string, unknown>> => ({
  model: 'llama-3-8b',
  sequence_length: 8192,
  global_batch: gpus,
  micro_batch: 1,
  parallelism: {},
  sharding: 'full',
});

/** Modules and fibre as the DGX SuperPOD is cabled. */
export const superPodOptics = { access: '2sr4-800', fabric: '2sr4-800', access_length_m: 20, fabric_length_m: 30 };
