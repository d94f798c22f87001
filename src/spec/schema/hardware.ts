import * as z from 'zod';
import { gpuSchema } from '../../catalog/kinds/gpu.ts';
import { nicSchema } from '../../catalog/kinds/nic.ts';
import { switchSchema } from '../../catalog/kinds/switch.ts';
import { quantity } from '../../catalog/quantity.ts';
import { catalogId, count } from './fields.ts';

export const switchReference = z
  .union([catalogId('switches', 'Switch', ['qm9700']), switchSchema])
  .register(z.globalRegistry, { description: 'A switch: catalog id or inline' });

export const gpusSchema = z
  .strictObject({
    type: z.union([catalogId('gpus', 'GPU', ['h100-sxm', 'b200-sxm']), gpuSchema]).register(z.globalRegistry, {
      description: 'The GPU: catalog id, or inline; an inline one may start from another with base',
    }),
    count: count('GPUs in the cluster', { examples: [1024] }),
    per_node: count('GPUs of one node. Default: as the server has', { max: 16_384 }).optional(),
    per_domain: count('GPUs of one scale-up domain that are used. Default: the largest group-aligned split, 64 of 72', {
      max: 65_536,
    }).optional(),
    server: catalogId('servers', 'Server or rack. Default: by GPU', ['dgx-h100']).optional(),
    reserve: quantity('bytes', 'Memory of each GPU that the job cannot use', { range: 'non-negative' }).optional(),
  })
  .register(z.globalRegistry, { description: 'The GPUs of the cluster' });

export const nicsSchema = z
  .strictObject({
    type: z
      .union([catalogId('nics', 'NIC', ['cx7-400']), nicSchema])
      .register(z.globalRegistry, { description: 'The scale-out NIC: catalog id or inline. Default: by GPU' })
      .optional(),
    per_gpu: z
      .number()
      .gt(0)
      .max(64)
      .register(z.globalRegistry, {
        description: 'NICs for each GPU; 0.5 is one NIC for two GPUs. Default: as the server has',
      })
      .optional(),
    per_node: count('NICs of one node, instead of per_gpu', { max: 16_384 }).optional(),
  })
  .register(z.globalRegistry, { description: 'The scale-out NICs' });
