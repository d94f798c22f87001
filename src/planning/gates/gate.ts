import type { At } from '../../diagnostics/diagnostic.ts';

const gateOps = ['<=', '>=', '<', '>', '==', '!='] as const;
export type GateOp = (typeof gateOps)[number];
export type GateLevel = 'error' | 'warn';

/** What a field is held to. */
export type GateLimit =
  /** A value in the field's own unit. */
  | { readonly kind: 'absolute'; readonly value: number }
  /** The base's value times 1 + fraction. */
  | { readonly kind: 'relative'; readonly fraction: number }
  /** The base's value plus this. */
  | { readonly kind: 'delta'; readonly value: number }
  | { readonly kind: 'word'; readonly word: string };

/** One condition on one result field. */
export interface Gate {
  /** As it was written; the same gate reads the same from a flag and from a policy file. */
  readonly text: string;
  readonly field: string;
  readonly op: GateOp;
  readonly limit: GateLimit;
  readonly level: GateLevel;
  /** Where it was written. */
  readonly at?: At;
}

/** A relative or delta limit compares with a base; the others stand alone. */
export const needsBase = ({ limit }: Gate): boolean => limit.kind === 'relative' || limit.kind === 'delta';
