import { stringify } from 'yaml';
import * as z from 'zod';
import type { Profile, ProfileEntry } from './calibration.ts';
import { profileSchema } from './schema/calibration.ts';

type File = z.output<typeof profileSchema>;

/** The JSON Schema (draft 2020-12) of a profile file. */
export const profileJsonSchema = (): unknown => z.toJSONSchema(profileSchema, { io: 'input' });

/** The text of a profile file. `madeBy`: program and version. */
export function profileText(profile: Profile, madeBy: string): string {
  const file: File = {
    format_version: profile.formatVersion,
    made_by: madeBy,
    entries: profile.entries.map((entry) => ({
      op: entry.op,
      ranks: entry.ranks,
      ranks_per_node: entry.ranksPerNode,
      source: entry.source,
      machine: [...entry.machine],
      smallest_bytes: entry.smallestBytes,
      largest_bytes: entry.largestBytes,
      rows: entry.rows,
      error: {
        in_sample_fraction: entry.errorFraction,
        leave_one_out_fraction: entry.leaveOneOutErrorFraction,
      },
      segments: entry.segments.map(({ fromBytes, alphaS, betaSPerByte }) => ({
        from_bytes: fromBytes,
        alpha_s: alphaS,
        beta_s_per_byte: betaSPerByte,
      })),
    })),
  };
  return stringify(file, { aliasDuplicateObjects: false, lineWidth: 0 });
}

/** Entries of a profile file that the schema has read. */
export const profileEntries = ({ entries }: File): readonly ProfileEntry[] =>
  entries.map((entry) => ({
    op: entry.op,
    ranks: entry.ranks,
    ranksPerNode: entry.ranks_per_node,
    segments: entry.segments.map(({ from_bytes, alpha_s, beta_s_per_byte }) => ({
      fromBytes: from_bytes,
      alphaS: alpha_s,
      betaSPerByte: beta_s_per_byte,
    })),
    smallestBytes: entry.smallest_bytes,
    largestBytes: entry.largest_bytes,
    rows: entry.rows,
    errorFraction: entry.error.in_sample_fraction,
    leaveOneOutErrorFraction: entry.error.leave_one_out_fraction,
    source: entry.source,
    machine: entry.machine,
  }));
