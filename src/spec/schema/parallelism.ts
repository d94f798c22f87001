import * as z from 'zod';
import { count, flag, MAX_ENTRIES } from './fields.ts';

/** Parts of a layer that selective recomputation can name (Megatron-LM `--recompute-modules`). */
const RECOMPUTE_MODULES = ['core_attn', 'mla_up_proj', 'layernorm', 'act', 'moe_act', 'mlp', 'moe'] as const;

/** Linear layers that can carry an adapter (Megatron-LM `linear_qkv`, `linear_proj`, `linear_fc1`, `linear_fc2`). */
const ADAPTED_LINEARS = ['qkv', 'proj', 'fc1', 'fc2'] as const;

/** Pipeline schedules. */
export const SCHEDULES = ['1f1b', 'interleaved', 'gpipe', 'zb-1p', 'zb-2p', 'zb-v', 'dual-pipe'] as const;

const size = (description: string) => count(`${description}. Default: 1`).optional();

const parallelismSchema = z
  .union([
    z.literal('auto'),
    z.strictObject({
      tensor: size('GPUs that share the matrices of a layer; may exceed a node'),
      pipeline: size('Pipeline stages'),
      virtual_pipeline: count('Model chunks on each stage (interleaving). Default: 1', { max: MAX_ENTRIES }).optional(),
      context: size('GPUs that share one sequence'),
      expert: size('GPUs that share the experts of a layer'),
      expert_tensor: size('GPUs that share the matrices of one expert'),
      data: count('Replicas. Default: what the other factors leave; given, it must agree').optional(),
    }),
  ])
  .register(z.globalRegistry, {
    description: 'How the job is spread; auto or absent: the search chooses',
    examples: ['auto', { tensor: 8, pipeline: 4 }],
  });

/** Keys of the workload that, with `parallelism`, say how the job is laid out: what the search may vary. */
export const layoutKeys = {
  micro_batch: count('Sequences of one micro-batch. Default: 1').optional(),
  parallelism: parallelismSchema.optional(),
  sequence_parallel: flag(
    'Norms and dropout split along the sequence in the tensor group. Default: true where tensor > 1',
  ).optional(),
  sharding: z
    .enum(['none', 'optimizer', 'gradients', 'full'])
    .register(z.globalRegistry, {
      description:
        'What the data-parallel ranks share out: ZeRO 1 (optimizer), 2 (gradients), 3 or FSDP (full). Default: optimizer',
    })
    .optional(),
  sharding_group: count(
    'GPUs that share one sharded copy; the copies are replicas. Default: all data-parallel ranks',
  ).optional(),
  recompute: z
    .enum(['none', 'selective', 'full'])
    .register(z.globalRegistry, { description: 'Activations computed again in the backward pass. Default: none' })
    .optional(),
  recompute_modules: z
    .array(z.enum(RECOMPUTE_MODULES))
    .max(RECOMPUTE_MODULES.length)
    .register(z.globalRegistry, {
      description: 'Parts that selective recomputation covers. Default: core_attn',
      examples: [['layernorm', 'moe_act']],
    })
    .optional(),
  recompute_layers: count('Layers of each stage that are recomputed. Default: all', { min: 0 }).optional(),
  activation_offload: z
    .union([
      z.boolean(),
      z.strictObject({ layers: count('Layers of each stage whose activations move to the host', { min: 0 }) }),
    ])
    .register(z.globalRegistry, {
      description: 'Activations that move to the host: true for all layers. Default: none',
      examples: [{ layers: 4 }],
    })
    .optional(),
  schedule: z
    .enum(SCHEDULES)
    .register(z.globalRegistry, {
      description: 'Pipeline schedule. Default: interleaved with virtual_pipeline > 1, else 1f1b',
    })
    .optional(),
  pipeline_layout: z
    .array(z.int().min(0).max(MAX_ENTRIES))
    .min(1)
    .max(MAX_ENTRIES)
    .register(z.globalRegistry, {
      description:
        "Layers of each (virtual) stage in model order: pipeline x virtual_pipeline entries (x 2 for zb-v), 0 allowed. Default: the framework's split",
      examples: [[19, 20, 20, 21]],
    })
    .optional(),
};

export const loraSchema = z
  .strictObject({
    rank: count('Rank of the adapters', { max: MAX_ENTRIES }),
    targets: z
      .array(z.enum(ADAPTED_LINEARS))
      .min(1)
      .max(ADAPTED_LINEARS.length)
      .register(z.globalRegistry, {
        description: 'Linear layers with an adapter: qkv, proj, fc1, fc2. Default: qkv and proj',
        examples: [['qkv', 'proj']],
      })
      .optional(),
  })
  .register(z.globalRegistry, { description: 'Low-rank adapters over frozen weights' });
