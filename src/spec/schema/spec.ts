import * as z from 'zod';
import { measuredSchema, profilePath } from './calibration.ts';
import { economicsSchema } from './economics.ts';
import { text } from './fields.ts';
import { gpusSchema, nicsSchema } from './hardware.ts';
import { powerSchema, reliabilitySchema } from './power.ts';
import { storageSchema } from './storage.ts';
import { backgroundLoadSchema, topologySchema } from './topology.ts';
import { workloadSchema } from './workload.ts';

/** Sections of a spec, each with its own schema: one that is broken does not hide what is wrong in another. */
export const sections = {
  gpus: gpusSchema,
  nics: nicsSchema,
  topology: topologySchema,
  workload: workloadSchema,
  efficiency: z.record(z.string(), z.number()).register(z.globalRegistry, {
    description: 'Overrides of named model constants (fabricplan catalog constants)',
    examples: [{ matmul_ceiling_bf16: 0.8 }],
  }),
  economics: economicsSchema,
  power: powerSchema,
  reliability: reliabilitySchema,
  storage: storageSchema,
};

/** Sections without which there is nothing to plan. */
export const REQUIRED: ReadonlySet<string> = new Set(['gpus', 'topology', 'workload']);

/** A spec file. Unknown keys are errors; every absent key has a visible default or is named as missing. */
export const specSchema = z
  .strictObject({
    name: text('Title of the design', ['1,024 H100, rail-optimised, 2:1']).optional(),
    extends: text('Another spec to start from, relative to this file; mappings merge one level deep', [
      'base.yaml',
    ]).optional(),
    catalog: z
      .union([text('Own catalog file', ['./ours.yaml']), z.array(text('Own catalog file')).min(1).max(16)])
      .register(z.globalRegistry, {
        description: 'Own catalog files: add or override hardware, models and prices; relative to this file',
      })
      .optional(),
    profile: profilePath.optional(),
    measured: measuredSchema.optional(),
    background_load: backgroundLoadSchema.optional(),
    ...sections,
    nics: nicsSchema.optional(),
    efficiency: sections.efficiency.optional(),
    economics: economicsSchema.optional(),
    power: powerSchema.optional(),
    reliability: reliabilitySchema.optional(),
    storage: storageSchema.optional(),
  })
  .register(z.globalRegistry, { title: 'fabricplan spec', description: 'An AI cluster and what it trains' });

export type SpecInput = z.input<typeof specSchema>;
export type Spec = z.output<typeof specSchema>;
export type SectionName = keyof typeof sections;

/** A section as far as it could be read: a key that was refused, or is missing, is undefined. */
export type Section<K extends SectionName> = Partial<NonNullable<Spec[K]>>;
