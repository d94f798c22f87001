/** What leaves the blocks of a partition of the endpoints while every group runs the pattern at the same time. */
export interface Crossing {
  /** Share of all sent bytes that leaves its block. */
  readonly share: number;
  /** Senders' worth of traffic that leaves the busiest block: a sender whose bytes all leave counts 1. */
  readonly worst: number;
  /** Blocks that the groups touch. */
  readonly blocks: number;
}

/** Groups of `members`, neighbours `stride` positions apart; `stride` of them lie interleaved in one run of positions. */
export interface Groups {
  readonly members: number;
  readonly stride: number;
}
