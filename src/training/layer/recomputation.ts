import type { Layout } from '../../spec/plan.ts';
import type { Transfer } from '../communication.ts';

export const modulesOf = (layout: Layout): readonly string[] =>
  layout.recomputeModules.length > 0 ? layout.recomputeModules : ['core_attn'];

/** Parts that a module name of the spec repeats. */
export const MODULE_PARTS: Readonly<Record<string, readonly string[]>> = {
  core_attn: ['core_attn'],
  layernorm: ['layernorm'],
  act: ['act'],
  moe_act: ['moe_act'],
  mlp: ['mlp', 'act'],
  moe: ['moe', 'moe_act'],
  mla_up_proj: ['mla_up_proj'],
};

/** The forward exchanges, issued again by a recomputed forward pass. */
export function repeated(transfers: readonly Transfer[]): Transfer[] {
  return transfers
    .filter((x) => x.name.endsWith('forward'))
    .map((x) => ({ ...x, name: x.name.replace('forward', 'recomputation') }));
}
