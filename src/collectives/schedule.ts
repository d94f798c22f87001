/** One message of a round. A piece is 1 / `pieces` of the operation's S bytes. */
export interface Transfer {
  readonly from: number;
  readonly to: number;
  /** Names of the pieces that travel together. */
  readonly pieces: readonly number[];
  /** Added to what the receiver holds instead of replacing it. */
  readonly reduce: boolean;
}

/** An algorithm written out: rounds of messages; the messages of one round travel at the same time. */
export interface Schedule {
  readonly pieces: number;
  readonly rounds: readonly (readonly Transfer[])[];
  /** Number of the member that is a switch: it has a port for each of the others. Absent: none. */
  readonly switchMember?: number;
}

/** Latency in seconds and seconds per byte of the port that joins two members. */
export type LinkOf = (from: number, to: number) => { readonly alphaS: number; readonly betaS: number };

/**
 * Plays a schedule on full-duplex single ports: a round lasts as long as its busiest port, messages of one port queue on
 * its bandwidth and share one latency.
 */
export function simulateS(schedule: Schedule, bytes: number, linkOf: LinkOf): number {
  const pieceBytes = bytes / schedule.pieces;
  let time = 0;
  for (const round of schedule.rounds) {
    const sending = new Map<number, number>();
    const receiving = new Map<number, number>();
    let alpha = 0;
    for (const { from, to, pieces } of round) {
      const link = linkOf(from, to);
      const duration = pieces.length * pieceBytes * link.betaS;
      if (from !== schedule.switchMember) sending.set(from, (sending.get(from) ?? 0) + duration);
      if (to !== schedule.switchMember) receiving.set(to, (receiving.get(to) ?? 0) + duration);
      alpha = Math.max(alpha, link.alphaS);
    }
    time += alpha + Math.max(0, ...sending.values(), ...receiving.values());
  }
  return time;
}

/** Stages of one chunk after the other, each chunk one round behind the one before. */
export function pipeline(
  chunks: number,
  stages: readonly ((chunk: number) => readonly Transfer[])[],
): readonly (readonly Transfer[])[] {
  return range(chunks + stages.length - 1).map((round) =>
    stages.flatMap((transfers, stage) => {
      const chunk = round - stage;
      return chunk < 0 || chunk >= chunks ? [] : transfers(chunk);
    }),
  );
}

/** One round in which every member i sends what `pieces` says to `to`. */
export function everyMember(
  ranks: number,
  to: (member: number) => number,
  pieces: (member: number) => readonly number[],
  reduce: boolean,
): readonly Transfer[] {
  return Array.from({ length: ranks }, (_, from) => ({ from, to: to(from), pieces: pieces(from), reduce }));
}

/** 0, 1, ..., count - 1. */
export function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

export function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

export function isPowerOfTwo(value: number): boolean {
  return value > 0 && (value & (value - 1)) === 0;
}
