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
import { once } from './once.ts';

export const CATALOG_KINDS = [
  'gpus',
  'nics',
  'switches',
  'servers',
  'optics',
  'models',
  'operating',
  'constants',
] as const;

export type CatalogKind = (typeof CATALOG_KINDS)[number];

/** Schema of one entry per list of a catalog file. Device entries are the inline device of a spec plus an id. */
export const entrySchemas = once(
  () =>
    ({
      gpus: gpuSchema.extend(idKey),
      nics: nicSchema.extend(idKey),
      switches: switchSchema.extend(idKey),
      servers: serverSchema().extend(idKey),
      optics: opticSchema().extend(idKey),
      models: modelSchema().extend(idKey),
      operating: operatingSchema(),
      constants: constantSchema(),
    }) as const satisfies Readonly<Record<CatalogKind, z.core.$ZodType>>,
);

export type EntrySchemas = ReturnType<typeof entrySchemas>;

/** A whole catalog file: any of the lists, and the citations they refer to. */
export function catalogFileSchema() {
  const entries = entrySchemas();
  return z
    .strictObject({
      sources: sourcesSchema.optional(),
      gpus: z.array(entries.gpus).optional(),
      nics: z.array(entries.nics).optional(),
      switches: z.array(entries.switches).optional(),
      servers: z.array(entries.servers).optional(),
      optics: z.array(entries.optics).optional(),
      models: z.array(entries.models).optional(),
      operating: z.array(entries.operating).optional(),
      constants: z.array(entries.constants).optional(),
    })
    .register(z.globalRegistry, {
      description: 'A catalog file: devices, models and figures that add to or override the built-in ones',
    });
}
