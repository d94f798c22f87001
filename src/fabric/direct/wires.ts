/** Takes a directed link of a minimal path: the link, its level, the block of the level, the share of the bytes. */
export type UseLink = (link: number, level: number, block: number, share: number) => void;

/** Links of one level, in blocks that detours stay inside of. */
export interface LinkLevel {
  /** Directed links of a block. */
  linksOf(block: number): number;
  /** Links that a byte which leaves its minimal path loads for each one that it spares; null: it does not leave it. */
  readonly detour: number | null;
}

/** The wiring of a network, switch by switch: what its minimal paths load. Links are numbered without a promise of order. */
export interface Wires {
  readonly switches: number;
  readonly endpointsPerSwitch: number;
  readonly levels: readonly LinkLevel[];
  /** What a path costs to walk, in links of the minimal paths of a usual pair; 1 where they are a few. */
  readonly linksPerPath: number;
  /** Hands out the links of the minimal paths from one switch to another, each with its share of the bytes. */
  path(from: number, to: number, use: UseLink): void;
}
