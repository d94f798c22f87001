import { CHANNEL_SPEEDS, COUNTED_LINK_SHARE, type NcclGeneration } from './tables.ts';

export interface NcclMachine {
  readonly generation: NcclGeneration;
  /** Scale-up line rate of a GPU, one direction, GB/s. */
  readonly scaleUpGBs: number;
  readonly nvlink: boolean;
  readonly gpusPerNode: number;
  readonly nodes: number;
  /** NICs of a node and their rate, GB/s. */
  readonly nics: number;
  readonly nicGBs: number;
  readonly amdProcessor: boolean;
}

/** Channels and speeds per channel, GB/s, that the topology search settles on. */
export interface NcclGraph {
  readonly ring: { readonly channels: number; readonly speed: number };
  readonly nvls: { readonly channels: number; readonly inner: number; readonly outer: number };
}

const MAX_RING_CHANNELS = 32;
const MAX_NVLS_CHANNELS = 32;
/** Channels faster than this are split in two; above sm80 only from 50 GB/s or with at most four channels. */
const SPLIT_FROM = 25;
const SPLIT_FROM_HOPPER = 50;
const SPLIT_FEW = 4;

/**
 * The outcome of NCCL's topology search (2.30.7, src/graph/search.cc) on a node whose GPUs and NICs are all alike: the
 * highest listed speed that one link path carries, as many channels as fit, then the splitting of fast channels.
 */
export function searchGraph(machine: NcclMachine): NcclGraph {
  const total = machine.scaleUpGBs * COUNTED_LINK_SHARE[machine.generation];
  return { ring: ringChannels(machine, total), nvls: nvlsChannels(machine, total) };
}

function fastest(speeds: readonly number[], limit: number): number {
  return speeds.find((speed) => speed <= limit) ?? speeds.at(-1) ?? 0;
}

function ringChannels(machine: NcclMachine, total: number): NcclGraph['ring'] {
  const { generation, nodes, nics, nicGBs, gpusPerNode } = machine;
  const speeds = CHANNEL_SPEEDS[generation];
  const speed = nodes === 1 ? fastest(speeds.one, total) : fastest(speeds.many, nicGBs);
  // Through a node of d GPUs a channel enters and leaves over d - 1 links.
  const room = nodes === 1 || gpusPerNode < 2 ? total : (total * gpusPerNode) / (gpusPerNode - 1);
  const inside = Math.max(1, Math.floor(room / speed));
  const channels = nodes === 1 ? inside : gpusPerNode === 1 ? nics : Math.min(inside, nics);
  const above80 = generation === 'hopper' || generation === 'blackwell';
  const split = speed >= SPLIT_FROM && (!above80 || speed >= SPLIT_FROM_HOPPER || channels <= SPLIT_FEW);
  return {
    channels: Math.min(MAX_RING_CHANNELS, split ? 2 * channels : channels),
    speed: split ? speed / 2 : speed,
  };
}

/** A channel charges its head GPU twice and every other GPU once: total / (heads + 1) each. */
function nvlsChannels(machine: NcclMachine, total: number): NcclGraph['nvls'] {
  const { generation, nodes, nicGBs, gpusPerNode } = machine;
  const channels = Math.min(MAX_NVLS_CHANNELS, gpusPerNode);
  const share = total / (gpusPerNode + 1);
  const speeds = CHANNEL_SPEEDS[generation];
  const inner = fastest(nodes === 1 ? speeds.one : speeds.many, share);
  return { channels, inner, outer: nodes === 1 ? (speeds.one[0] ?? inner) : fastest(speeds.many, nicGBs) };
}
