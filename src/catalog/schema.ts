import * as z from 'zod';
import { idKey, sourcesSchema } from './common.ts';
import { constantSchema } from './kinds/constant.ts';
import { gpuSchema } from './kinds/gpu.ts';
import { modelSchema } from './kinds/model.ts';
import { nicSchema } from './kinds/nic.ts';
import { operatingSchema } from './kinds/operating.ts';
import { opticSchema } from './kinds/optic.ts';
import { serverSchema } from './kinds/server.ts';
import { switchSchema } from './kinds/switch.ts';

/** Schema of one entry per list of a catalog file. Device entries are the inline device of a spec plus an id. */
export const ENTRY_SCHEMAS = {
  gpus: gpuSchema.extend(idKey),
  nics: nicSchema.extend(idKey),
  switches: switchSchema.extend(idKey),
  servers: serverSchema.extend(idKey),
  optics: opticSchema.extend(idKey),
  models: modelSchema.extend(idKey),
  operating: operatingSchema,
  constants: constantSchema,
} as const;

export type CatalogKind = keyof typeof ENTRY_SCHEMAS;

export const CATALOG_KINDS = Object.keys(ENTRY_SCHEMAS) as readonly CatalogKind[];

/** A whole catalog file: any of the lists, and the citations they refer to. */
export const catalogFileSchema = z
  .strictObject({
    sources: sourcesSchema.optional(),
    gpus: z.array(ENTRY_SCHEMAS.gpus).optional(),
    nics: z.array(ENTRY_SCHEMAS.nics).optional(),
    switches: z.array(ENTRY_SCHEMAS.switches).optional(),
    servers: z.array(ENTRY_SCHEMAS.servers).optional(),
    optics: z.array(ENTRY_SCHEMAS.optics).optional(),
    models: z.array(ENTRY_SCHEMAS.models).optional(),
    operating: z.array(ENTRY_SCHEMAS.operating).optional(),
    constants: z.array(ENTRY_SCHEMAS.constants).optional(),
  })
  .meta({ description: 'A catalog file: devices, models and figures that add to or override the built-in ones' });
