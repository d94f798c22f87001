import * as z from 'zod';
import { count } from './fields.ts';

/** Where the leaf of a rack's GPUs stands. */
const LEAF_POSITIONS = ['in-rack', 'in-row'] as const;

const length = (what: string) =>
  z
    .number()
    .gt(0)
    .max(1e5)
    .register(z.globalRegistry, { description: `${what}, metres` })
    .optional();

export const racksSchema = z
  .strictObject({
    gpus_per_rack: count('GPUs of a rack. Default: four servers, or the rack that the server is').optional(),
    racks_per_row: count('Racks of a row. Default: 16', { max: 10_000 }).optional(),
    leaf_position: z
      .enum(LEAF_POSITIONS)
      .register(z.globalRegistry, {
        description: 'in-rack: in one of the racks that it serves (default); in-row: in a network rack of the row',
      })
      .optional(),
    lengths_m: z
      .strictObject({
        rack: length('Link inside a rack'),
        row: length('Link between racks of a row'),
        hall: length('Link between rows'),
      })
      .register(z.globalRegistry, { description: 'Cable lengths by class. Default: 2, 10, 30' })
      .optional(),
  })
  .register(z.globalRegistry, {
    description:
      'Where servers and switches stand: cables get a length by class, and copper where it reaches, optics elsewhere',
  });
