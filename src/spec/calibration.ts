/**
 * Measured collectives as plain data: what a profile file holds, and what a plan carries to the model. Sizes as nccl-tests
 * counts them.
 */
export type CollectiveOp =
  | 'all-reduce'
  | 'reduce-scatter'
  | 'all-gather'
  | 'broadcast'
  | 'reduce'
  | 'all-to-all'
  | 'send-recv';

/** Time of one message size, s. */
export interface Point {
  readonly bytes: number;
  readonly timeS: number;
}

/** alphaS + bytes * betaSPerByte from `fromBytes` up to the next segment. */
export interface Segment {
  readonly fromBytes: number;
  readonly alphaS: number;
  readonly betaSPerByte: number;
}

/** Which GPUs ran: `ranks` of them, filling nodes, or fewer on each. */
export interface MeasuredGroup {
  readonly op: CollectiveOp;
  readonly ranks: number;
  /** null: not known; nodes were full. */
  readonly ranksPerNode: number | null;
}

/** A measured curve of one operation on one group. */
export interface ProfileEntry extends MeasuredGroup {
  readonly segments: readonly Segment[];
  readonly smallestBytes: number;
  readonly largestBytes: number;
  /** Sizes that the segments were fitted to. */
  readonly rows: number;
  /** Mean absolute relative error on the rows themselves, and with each inner size left out (null: too few rows). */
  readonly errorFraction: number;
  readonly leaveOneOutErrorFraction: number | null;
  /** Where the rows came from. */
  readonly source: string;
  /** What the logs say about the machine and its library; empty where they say nothing. */
  readonly machine: readonly string[];
}

/** What `calibrate` writes and a spec names with `profile:`. */
export interface Profile {
  readonly formatVersion: '1.0';
  readonly entries: readonly ProfileEntry[];
}

/** Points of one group that a spec states in `measured:`. */
export interface MeasuredPoints extends MeasuredGroup {
  readonly points: readonly Point[];
  readonly source: string;
}

/** Measurements of a plan. Points that the spec states stand before a curve of the profile for the same group. */
export interface CalibrationPlan {
  readonly entries: readonly ProfileEntry[];
  readonly measured: readonly MeasuredPoints[];
}

/** Whether two measurements are of one operation on one group. */
export const sameGroup = (a: MeasuredGroup, b: MeasuredGroup): boolean =>
  a.op === b.op && a.ranks === b.ranks && a.ranksPerNode === b.ranksPerNode;
