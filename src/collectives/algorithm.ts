import type { Pattern } from '../fabric/types.ts';
import type { Schedule } from './schedule.ts';
import type { Site } from './site.ts';
import type { CollectiveOp } from './types.ts';

export type Protocol = 'll' | 'll128' | 'simple';

/**
 * One way a library may run an operation on one site. Its time at S bytes, with x = S * secondsPerByte, is
 *
 *     latencyS + (hidingS^3 + x^3)^(1/3) + 2 sqrt(fillS * x)
 *
 * latencyS is always seen. hidingS is the latency of the later network steps of a long ring: small messages wait for it, large
 * ones keep every step busy and hide it (1,024 ranks: 19.2, 19.9 and 25.4 ms at 1, 2 and 4 GiB). The last term fills
 * a pipeline at its best chunk size: T = (d - 1) alpha + S beta + 2 sqrt((d - 1) alpha S beta) for a chain of depth d.
 */
export interface Candidate {
  readonly algorithm: string;
  readonly protocol: Protocol;
  readonly latencyS: number;
  readonly hidingS: number;
  readonly secondsPerByte: number;
  readonly fillS: number;
  /** Largest message for which the library considers it; absent: any. */
  readonly largestBytes?: number;
  /** What holds the bandwidth: scale-up, nic or a tier's name. */
  readonly limit: string;
  /** Bytes a rank sends inside its domain and through the NICs, per byte of S. */
  readonly scaleUpPerByte: number;
  readonly scaleOutPerByte: number;
  /** How the bytes that leave the domain spread over the fabric; null: none leave. */
  readonly pattern: Pattern | null;
}

/** Closed form on p equal full-duplex ports: time = steps * alpha + sent * S * beta + reduced * S * gamma. */
export interface Terms {
  readonly steps: number;
  readonly sent: number;
  readonly reduced: number;
  /** Depth of a pipelined chain or tree: adds 2 sqrt(depth * alpha * S * beta) at the best chunk size. */
  readonly fillDepth?: number;
  /** Multiplies the fill term's bytes (2 for a tree whose parents serve two children on one port). */
  readonly fillBytes?: number;
}

/** A collective algorithm: one file, one line in the registry. */
export interface Algorithm {
  readonly id: string;
  /** The formulas in words for `explain`: latency, bandwidth, the bound it is held against, the source. */
  readonly alpha: string;
  readonly beta: string;
  readonly lowerBound: string;
  readonly source: string;
  /** What a group needs to run it; absent: any group does. */
  readonly needs?: string;
  readonly ops: readonly CollectiveOp[];
  /** Whether a library picks it by itself; the others run only when asked for by name. */
  readonly automatic: boolean;
  /** Closed form on p equal ports, null where the algorithm needs a hierarchy or a switch that reduces. */
  terms(op: CollectiveOp, ranks: number): Terms | null;
  /** Written out round by round; null where rounds do not describe it. `chunks` is for pipelines. */
  schedule(op: CollectiveOp, ranks: number, chunks?: number): Schedule | null;
  /** What could run here; empty where it cannot. */
  candidates(op: CollectiveOp, site: Site): readonly Candidate[];
}

/** Hockney time in seconds at the best chunk size. `alphaS` per step, `betaS` and `gammaS` per byte. */
export function closedFormS(terms: Terms, bytes: number, alphaS: number, betaS: number, gammaS = 0): number {
  const fill = 2 * Math.sqrt((terms.fillDepth ?? 0) * alphaS * (terms.fillBytes ?? 1) * bytes * betaS);
  return terms.steps * alphaS + terms.sent * bytes * betaS + terms.reduced * bytes * gammaS + fill;
}
