import type { Switch } from '../../catalog/types.ts';
import type { Attachment } from './attachment.ts';

export const TIER_NAMES = ['leaf', 'spine', 'core', 'super-core'] as const;
export const MOST_TIERS = TIER_NAMES.length;

/** What a Clos is built from; the rates are of one plane. */
export interface ClosInput {
  readonly attachment: Attachment;
  readonly managementEndpoints: number;
  readonly nicBytesPerS: number;
  /** Switch and oversubscription of a tier; rate of the links above it. */
  device(tier: number): Switch;
  ratio(tier: number): number;
  uplinkBytesPerS(tier: number): number;
  readonly counts: Readonly<Record<string, number>>;
  readonly shape: Readonly<Record<string, number | readonly number[]>>;
}

/** The number that a shape states, if it does. */
export const shapeNumber = ({ shape }: ClosInput, key: string): number | undefined => {
  const value = shape[key];
  return typeof value === 'number' ? value : undefined;
};
