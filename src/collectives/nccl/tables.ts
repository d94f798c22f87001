/**
 * The tuning tables of NCCL 2.30.7 (src/graph/tuning.cc), as the library has them: microseconds and GB/s. They say what
 * the library chooses, not how fast it is; measured constants live in the catalog.
 */

export const PROTOCOLS = ['ll', 'll128', 'simple'] as const;
export type NcclProtocol = (typeof PROTOCOLS)[number];
export type NcclAlgorithm = 'tree' | 'ring' | 'nvls' | 'nvls-tree' | 'pat';
export type NcclGeneration = 'volta' | 'ampere' | 'hopper' | 'blackwell';

/** By protocol LL, LL128, Simple. */
type ByProtocol = readonly [number, number, number];
/** By one, two, more nodes. */
type ByNodes = readonly [number, number, number];

export const BASE_LATENCY: Readonly<Record<NcclAlgorithm, ByProtocol>> = {
  tree: [6.8, 14.0, 8.4],
  ring: [6.6, 14.0, 8.4],
  nvls: [0, 0, 0],
  'nvls-tree': [0, 0, 0],
  pat: [8.0, 8.0, 8.0],
};

export const STEP_LATENCY: Readonly<
  Record<'nvlink' | 'pcie' | 'network', Readonly<Record<NcclAlgorithm, ByProtocol>>>
> = {
  nvlink: {
    tree: [0.6, 1.25, 4.0],
    ring: [0.6, 1.9, 3.4],
    nvls: [0, 0, 25],
    'nvls-tree': [0, 0, 25],
    pat: [0, 0, 4.0],
  },
  pcie: { tree: [1.0, 1.9, 4.0], ring: [1.0, 2.5, 5.7], nvls: [0, 0, 0], 'nvls-tree': [0, 0, 0], pat: [0, 0, 4.0] },
  network: {
    tree: [5.0, 8.5, 14],
    ring: [2.7, 4.0, 14.0],
    nvls: [0, 0, 18],
    'nvls-tree': [0, 0, 20.9],
    pat: [0, 0, 14],
  },
};

/** Bus bandwidth of LL as a whole: by generation on one node, by processor on more. */
export const LL_LIMIT: Readonly<Record<NcclGeneration, ByNodes>> = {
  volta: [39.0, 39.0, 20.4],
  ampere: [87.7, 22.5, 19.0],
  hopper: [141.0, 45.0, 35.0],
  blackwell: [282, 90, 70],
};

/** Limits per channel. */
export const RING_LL128_LIMIT: Readonly<Record<NcclGeneration, number>> = {
  volta: 20,
  ampere: 20,
  hopper: 36.7,
  blackwell: 40,
};
export const TREE_LL128_LIMIT: Readonly<Record<NcclGeneration, ByNodes>> = {
  volta: [20, 20, 20],
  ampere: [20, 20, 20],
  hopper: [36.7, 36.7, 29.0],
  blackwell: [55.6, 31.67, 20.0],
};
export const TREE_LIMIT: Readonly<Record<NcclGeneration, ByNodes>> = {
  volta: [26.5, 18.5, 10.0],
  ampere: [24.0, 23.6, 17.8],
  hopper: [38.7, 41.4, 36.0],
  blackwell: [70.0, 42.8, 24.0],
};
export const NVLS_TREE_LIMIT: Readonly<Record<NcclGeneration, ByNodes>> = {
  volta: [26.5, 18.5, 10.0],
  ampere: [24.0, 23.6, 17.8],
  hopper: [0, 57.7, 45.5],
  blackwell: [0, 96.0, 80.0],
};
export const NVLS_EFFICIENCY: Readonly<Record<NcclGeneration, number>> = {
  volta: 0,
  ampere: 0,
  hopper: 0.85,
  blackwell: 0.74,
};

/** Multiplies a tree's bandwidth in an all-reduce; index floor(lg(bytes / 64)), 64 B to 512 MiB. */
export const TREE_CORRECTION: Readonly<Record<NcclProtocol, readonly number[]>> = {
  ll: [1, 1, 1, 1, 0.9, 0.8, 0.7, 0.7, 0.7, 0.7, 0.6, 0.5, 0.4, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1, 1, 1, 1],
  ll128: [1, 1, 1, 1, 1, 0.9, 0.8, 0.8, 0.8, 0.7, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.8, 0.9, 0.9, 0.9, 0.9, 1, 1, 1],
  simple: [
    0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.8, 0.7, 0.6, 0.6, 0.5, 0.5, 0.5, 0.5, 0.6, 0.7, 0.8, 0.7, 0.7, 0.8, 0.9, 0.9,
    0.9,
  ],
};

/** Speeds per channel that the topology search tries, high to low, GB/s: on one node and on several (search.cc). */
export const CHANNEL_SPEEDS: Readonly<
  Record<NcclGeneration, { readonly one: readonly number[]; readonly many: readonly number[] }>
> = {
  volta: {
    one: [40, 30, 20, 18, 15, 12, 10, 9, 7, 6, 5, 4, 3],
    many: [48, 30, 28, 24, 20, 18, 15, 12, 10, 9, 7, 6, 5, 4, 3, 2.4, 1.2, 0.24, 0.12],
  },
  ampere: {
    one: [40, 30, 20, 18, 15, 12, 10, 9, 7, 6, 5, 4, 3],
    many: [48, 30, 28, 24, 20, 18, 15, 12, 10, 9, 7, 6, 5, 4, 3, 2.4, 1.2, 0.24, 0.12],
  },
  hopper: {
    one: [60, 50, 40, 30, 24, 20, 15, 12, 11, 6, 3],
    many: [48, 45, 42, 40, 30, 24, 22, 20, 17.5, 15, 12, 6, 3, 2.4, 1.2, 0.24, 0.12],
  },
  blackwell: {
    one: [90, 80, 70, 60, 50, 45, 40, 30, 24, 20, 19, 18],
    many: [96, 86, 80, 48, 45.1, 42, 40, 30, 24, 22, 20, 17.5, 15, 12, 6, 3, 2.4, 1.2, 0.24, 0.12],
  },
};

/** Per-link rate the search counts with, over the wire rate: A100 240 of 300, H100 370.8 of 450, B200 721.8 of 900 GB/s. */
export const COUNTED_LINK_SHARE: Readonly<Record<NcclGeneration, number>> = {
  volta: 20 / 25,
  ampere: 20 / 25,
  hopper: 20.6 / 25,
  blackwell: 40.1 / 50,
};
