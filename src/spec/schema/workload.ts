import * as z from 'zod';
import { quantity } from '../../catalog/quantity.ts';
import { count, flag, MAX_ENTRIES, text } from './fields.ts';
import { modelReference } from './model.ts';
import { layoutKeys, loraSchema } from './parallelism.ts';

export const PRECISIONS = ['bf16', 'fp16', 'fp32', 'tf32', 'fp8', 'mxfp8', 'fp8-blockwise', 'nvfp4'] as const;

const hiding = (what: string) =>
  z
    .union([z.boolean(), z.number().min(0).max(1)])
    .register(z.globalRegistry, { description: `${what} hides under independent compute: true, false, or a share` })
    .optional();

const overlap = z
  .strictObject({
    tensor: hiding('Tensor-parallel communication'),
    pipeline: hiding('Sends between stages'),
    data: hiding('Gradient reduction and weight gathering'),
    expert: hiding('Expert all-to-all'),
    context: hiding('Exchange of keys and values'),
  })
  .register(z.globalRegistry, {
    description: 'Communication that hides under compute. Defaults: what the framework of that year does',
  });

const software = z
  .strictObject({
    framework: text('Training framework', ['megatron', 'nemo', 'megatron-bridge', 'maxtext', 'nanotron']).optional(),
    version: z
      .union([z.string().max(256), z.number()])
      .register(z.globalRegistry, { description: 'Release, for the record', examples: ['NeMo container 26.06'] })
      .optional(),
    year: count('Year of the software: older stacks overlap and fuse less', {
      min: 2017,
      max: 2100,
      examples: [2026],
    }).optional(),
  })
  .register(z.globalRegistry, { description: "The stack whose constants apply. Default: today's" });

export const workloadSchema = z
  .strictObject({
    kind: z
      .enum(['training'])
      .register(z.globalRegistry, { description: 'What the cluster does. Default: training' })
      .optional(),
    task: z
      .union([z.enum(['pretrain', 'fine-tune']), z.strictObject({ lora: loraSchema })])
      .register(z.globalRegistry, {
        description: 'pretrain (default), fine-tune (all weights), or { lora: { rank, targets } }',
      })
      .optional(),
    gpus: count('GPUs of the job. Default: the whole cluster').optional(),
    placement: z
      .union([z.enum(['packed', 'scattered', 'random']), z.number().check(z.gte(0), z.lte(1))])
      .register(z.globalRegistry, {
        description:
          'Where the members of a group sit: packed in order (default), scattered over the leaves in turn, random, or the share of them at random places',
        examples: ['scattered', 0.3],
      })
      .optional(),
    model: modelReference,
    precision: z
      .enum(PRECISIONS)
      .register(z.globalRegistry, { description: 'Format of the matrix products. Default: bf16' })
      .optional(),
    fp8_recipe: z
      .enum(['delayed', 'current', 'blockwise', 'mx'])
      .register(z.globalRegistry, { description: 'How 8-bit tensors are scaled' })
      .optional(),
    sequence_length: count('Tokens of one sequence', { examples: [8192] }),
    global_batch: count('Sequences of one optimizer step', { examples: [1024] }),
    ...layoutKeys,
    attention: z
      .enum(['flash', 'unfused'])
      .register(z.globalRegistry, { description: 'Attention kernel; unfused keeps the score matrix. Default: flash' })
      .optional(),
    attention_window: z
      .union([count('Tokens that attention looks back'), z.array(z.int().min(1).nullable()).min(1).max(MAX_ENTRIES)])
      .register(z.globalRegistry, {
        description: 'One window, or a pattern repeated over the layers; null is full attention',
        examples: [[128, null]],
      })
      .optional(),
    gradient_precision: z
      .enum(['fp32', 'bf16'])
      .register(z.globalRegistry, { description: 'Format in which gradients add up and travel. Default: fp32' })
      .optional(),
    optimizer: z.enum(['adam', 'muon', 'sgd']).register(z.globalRegistry, { description: 'Default: adam' }).optional(),
    optimizer_offload: z
      .union([z.boolean(), z.number().check(z.gte(0), z.lte(1))])
      .register(z.globalRegistry, {
        description: 'Optimizer state in host memory, updated there: true, false, or a share of it. Default: false',
        examples: [true, 0.5],
      })
      .optional(),
    moment_precision: z
      .enum(['fp32', 'bf16', 'fp8'])
      .register(z.globalRegistry, {
        description: "Format of the optimizer's moments; the master weights stay fp32. Default: fp32",
      })
      .optional(),
    activation_input_precision: z
      .enum(['bf16', 'fp8'])
      .register(z.globalRegistry, {
        description:
          'Format in which the inputs of the nonlinearity are kept for the backward pass (Megatron-LM activation-func-fp8-input-store). Default: bf16',
      })
      .optional(),
    context_exchange: z
      .enum(['ring', 'all-to-all'])
      .register(z.globalRegistry, {
        description:
          'How context ranks exchange: keys and values around a ring, or tokens for heads all to all (Ulysses). Default: ring',
      })
      .optional(),
    cuda_graphs: flag('Kernel launches are recorded once, so that the host costs no time. Default: false').optional(),
    parallel_block: flag('Attention and feed-forward run side by side from one norm. Default: false').optional(),
    grouped_gemm: flag('The experts of a GPU run in one grouped kernel. Default: true').optional(),
    overlap: overlap.optional(),
    software: software.optional(),
    tokens: quantity('tokens', 'Tokens of the whole run, for run time and cost').optional(),
  })
  .register(z.globalRegistry, { description: 'What the cluster computes' });
