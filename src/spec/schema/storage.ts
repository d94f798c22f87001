import * as z from 'zod';
import { quantity } from '../../catalog/quantity.ts';

export const storageSchema = z
  .strictObject({
    bandwidth: quantity('bandwidth', 'Rate at which the storage takes checkpoints, all nodes together'),
    checkpoint_interval: quantity('time', 'Time between checkpoints').optional(),
  })
  .register(z.globalRegistry, {
    description: 'Storage that checkpoints are written to: the north-south traffic of the job',
  });
