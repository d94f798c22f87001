import * as z from 'zod';
import { quantity } from '../../catalog/quantity.ts';
import type { CollectiveOp } from '../calibration.ts';
import { count, text } from './fields.ts';

/** Operations, as nccl-tests counts them. */
export const COLLECTIVE_OPS = [
  'all-reduce',
  'reduce-scatter',
  'all-gather',
  'broadcast',
  'reduce',
  'all-to-all',
  'send-recv',
] as const satisfies readonly CollectiveOp[];

const operation = z.enum(COLLECTIVE_OPS).register(z.globalRegistry, { description: 'Operation' });
const ranks = count('Ranks that took part', { min: 2 });
const ranksPerNode = count('Ranks on each node, where they left GPUs idle. Default: full nodes');

const point = z
  .strictObject({
    op: operation,
    ranks,
    ranks_per_node: ranksPerNode.optional(),
    bytes: quantity('bytes', 'Message size as nccl-tests counts it'),
    time: quantity('time', 'Time of one operation'),
  })
  .register(z.globalRegistry, { description: 'One measured collective' });

export const measuredSchema = z
  .array(point)
  .min(1)
  .max(4096)
  .register(z.globalRegistry, {
    description:
      'Measured collectives. One size scales the model; two sizes or more of one operation and group fix alpha and beta',
    examples: [[{ op: 'all-reduce', ranks: 512, bytes: '1 GiB', time: '12 ms' }]],
  });

export const profilePath = text('Profile that fabricplan calibrate wrote, relative to this file', ['./profile.yaml']);

const amount = (description: string) =>
  z.number().check(z.gte(0), z.lte(1e30)).register(z.globalRegistry, { description });

const segment = z
  .strictObject({
    from_bytes: amount('Smallest message of the segment'),
    alpha_s: amount('Time that does not depend on the size'),
    beta_s_per_byte: amount('Time of one byte more'),
  })
  .check(({ value, issues }) => {
    if (value.alpha_s > 0 || value.beta_s_per_byte > 0) return;
    issues.push({
      code: 'custom',
      input: value.alpha_s,
      path: ['alpha_s'],
      message: 'must be greater than 0 where beta is 0',
    });
  });

const entry = z
  .strictObject({
    op: operation,
    ranks,
    ranks_per_node: ranksPerNode.nullable(),
    smallest_bytes: amount('Smallest measured message').check(z.gt(0)),
    largest_bytes: amount('Largest measured message').check(z.gt(0)),
    rows: count('Sizes that the segments were fitted to'),
    error: z
      .strictObject({
        in_sample_fraction: amount('Mean absolute error of time on the rows themselves'),
        leave_one_out_fraction: amount('The same with each inner size left out; null: too few rows').nullable(),
      })
      .register(z.globalRegistry, { description: 'How far the segments are from the measurement' }),
    segments: z
      .array(segment)
      .min(1)
      .max(16)
      .register(z.globalRegistry, { description: 'time = alpha + bytes x beta, by size; the last one holds upwards' }),
    source: z.string().check(z.maxLength(65_536)).register(z.globalRegistry, { description: 'Logs behind the curve' }),
    machine: z
      .array(z.string().check(z.maxLength(1024)))
      .max(256)
      .register(z.globalRegistry, { description: 'GPUs and library as the logs name them' }),
  })
  .check(({ value, issues }) => {
    if (value.largest_bytes < value.smallest_bytes) {
      const message = 'must not be below smallest_bytes';
      issues.push({ code: 'custom', input: value.largest_bytes, path: ['largest_bytes'], message });
    }
    const disorder = value.segments.findIndex(
      ({ from_bytes }, i) => i > 0 && from_bytes <= (value.segments[i - 1]?.from_bytes ?? 0),
    );
    if (disorder < 0) return;
    const input = value.segments[disorder]?.from_bytes;
    const message = 'must be above that of the segment before';
    issues.push({ code: 'custom', input, path: ['segments', disorder, 'from_bytes'], message });
  });

export const profileSchema = z
  .strictObject({
    format_version: z.literal('1.0').register(z.globalRegistry, { description: 'Version of this format' }),
    made_by: text('Program that wrote it').optional(),
    entries: z
      .array(entry)
      .min(1)
      .max(4096)
      .register(z.globalRegistry, { description: 'One measured curve for each operation and group' }),
  })
  .register(z.globalRegistry, {
    title: 'fabricplan profile',
    description: 'Measured collectives of one cluster, as fabricplan calibrate writes them',
  });
