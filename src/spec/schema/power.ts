import * as z from 'zod';
import { quantity } from '../../catalog/quantity.ts';
import { nonNegative, share, text } from './fields.ts';

export const powerSchema = z
  .strictObject({
    facility_cap: quantity(
      'power',
      'Most that the facility can provide, cooling included: for the ratings of what stands in it',
      { numberUnit: 'W' },
    ).optional(),
    gpu_activity: z
      .strictObject({
        idle: share('Waiting').optional(),
        communication: share('Only communicating').optional(),
        compute: share('Computing').optional(),
      })
      .register(z.globalRegistry, { description: 'Draw of a GPU as a share of its rating, by what it does' })
      .optional(),
    grid: text('Electricity grid, whose carbon intensity is used: ISO country code, cloud region or WORLD', [
      'USA',
      'SWE',
      'WORLD',
    ]).optional(),
    carbon_g_per_kwh: nonNegative('Carbon intensity of the electricity, g/kWh; instead of grid').optional(),
  })
  .register(z.globalRegistry, { description: 'Power and carbon' });

export const reliabilitySchema = z
  .strictObject({
    goodput_fraction: share(
      'Share of wall time that becomes progress; applies to the run and to a token, in time, cost, energy and carbon',
      'positive-share',
    ).optional(),
  })
  .register(z.globalRegistry, { description: 'Failures' });
