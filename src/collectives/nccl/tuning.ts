import type { NcclGraph, NcclMachine } from './search.ts';
import {
  BASE_LATENCY,
  LL_LIMIT,
  type NcclAlgorithm,
  type NcclProtocol,
  NVLS_EFFICIENCY,
  NVLS_TREE_LIMIT,
  PROTOCOLS,
  RING_LL128_LIMIT,
  STEP_LATENCY,
  TREE_CORRECTION,
  TREE_LIMIT,
  TREE_LL128_LIMIT,
} from './tables.ts';

export type NcclOperation = 'all-reduce' | 'all-gather' | 'reduce-scatter' | 'broadcast' | 'reduce';

/** One cell of the table NCCL builds at start-up: latency in microseconds, algorithm bandwidth in GB/s. */
export interface TuningCell {
  readonly algorithm: NcclAlgorithm;
  readonly protocol: NcclProtocol;
  readonly latencyUs: number;
  readonly bandwidthGBs: number;
}

const ALLOWED: Readonly<Record<NcclOperation, readonly NcclAlgorithm[]>> = {
  'all-reduce': ['tree', 'ring', 'nvls', 'nvls-tree'],
  'all-gather': ['ring', 'nvls', 'pat'],
  'reduce-scatter': ['ring', 'nvls', 'pat'],
  broadcast: ['ring'],
  reduce: ['ring'],
};

const stepsOf = (op: NcclOperation, ranks: number): number =>
  op === 'all-reduce' ? 2 * (ranks - 1) : op === 'broadcast' || op === 'reduce' ? ranks : ranks - 1;

/** The table of one operation (src/graph/tuning.cc, ncclTopoTuneModel). Cells the library does not offer are left out. */
export function tuningTable(op: NcclOperation, machine: NcclMachine, graph: NcclGraph): readonly TuningCell[] {
  const ranks = machine.nodes * machine.gpusPerNode;
  if (ranks < 2) return [];
  return ALLOWED[op].flatMap((algorithm) =>
    PROTOCOLS.map((protocol) => ({
      algorithm,
      protocol,
      latencyUs: latency(op, algorithm, protocol, machine),
      bandwidthGBs: bandwidth(op, algorithm, protocol, machine, graph),
    })).filter((cell) => cell.bandwidthGBs > 0),
  );
}

const nodesIndex = (nodes: number): 0 | 1 | 2 => (nodes === 1 ? 0 : nodes === 2 ? 1 : 2);

function bandwidth(
  op: NcclOperation,
  algorithm: NcclAlgorithm,
  protocol: NcclProtocol,
  machine: NcclMachine,
  graph: NcclGraph,
): number {
  const { generation, nodes, gpusPerNode } = machine;
  const ranks = nodes * gpusPerNode;
  const { channels, speed } = graph.ring;
  const at = nodesIndex(nodes);
  const llLimit = at === 0 ? LL_LIMIT[generation][0] : LL_LIMIT[machine.amdProcessor ? 'ampere' : 'volta'][at];
  const bus = channels * speed;
  const perStep = ranks / stepsOf(op, ranks);
  if (protocol === 'll128' && !machine.nvlink) return 0;
  if (algorithm === 'ring') {
    if (protocol === 'll') return Math.min(llLimit, bus / 2) * perStep;
    if (protocol === 'll128') return Math.min(0.92 * bus, channels * RING_LL128_LIMIT[generation]) * perStep;
    return bus * perStep;
  }
  if (algorithm === 'tree') {
    const simple = Math.min(0.92 * bus, channels * TREE_LIMIT[generation][at]);
    if (protocol === 'll') return Math.min(simple / 3.8, llLimit) / 2;
    const data = nodes === 1 ? 7 / 9 : 120 / 128;
    if (protocol === 'll128') return Math.min(simple * data, channels * TREE_LL128_LIMIT[generation][at]) / 2;
    return simple / 2;
  }
  if (protocol !== 'simple') return 0;
  if (algorithm === 'pat') return gpusPerNode === 1 && nodes > 1 ? bus * 0.75 : 0;
  return nvlsBandwidth(op, algorithm, machine, graph) * (op === 'all-reduce' ? perStep : 1);
}

function nvlsBandwidth(op: NcclOperation, algorithm: NcclAlgorithm, machine: NcclMachine, graph: NcclGraph): number {
  const { generation, nodes, gpusPerNode: g } = machine;
  const { channels: c, inner, outer } = graph.nvls;
  const spans = algorithm === 'nvls' ? nodes === 1 : nodes > 1;
  if (!spans || !machine.nvlink || c < 2 || (algorithm === 'nvls-tree' && op !== 'all-reduce')) return 0;
  const inside = inner * NVLS_EFFICIENCY[generation] * ((c - 1) / c) * (op === 'all-reduce' ? 2 : (g - 1) / g);
  // The letter of the rule bounds one node by its raised outer speed too; on Blackwell measurement contradicts it.
  if (algorithm === 'nvls') return c * inside;
  const outside = nodes <= 2 ? 2 * outer : outer;
  return c * Math.min(inside, outside, NVLS_TREE_LIMIT[generation][nodesIndex(nodes)]);
}

function latency(op: NcclOperation, algorithm: NcclAlgorithm, protocol: NcclProtocol, machine: NcclMachine): number {
  const { nodes, gpusPerNode: g } = machine;
  const ranks = nodes * g;
  const p = PROTOCOLS.indexOf(protocol) as 0 | 1 | 2;
  const base = BASE_LATENCY[algorithm][p];
  const inner = STEP_LATENCY[machine.nvlink ? 'nvlink' : 'pcie'][algorithm][p];
  const outer = STEP_LATENCY.network[g === 1 ? 'tree' : algorithm][p];
  const depth = Math.floor(Math.log2(nodes));
  switch (algorithm) {
    case 'ring': {
      const post = nodes > 1 ? (machine.amdProcessor ? 2 : 1) * (protocol === 'simple' ? 3 : 1) : 0;
      if (op === 'broadcast' || op === 'reduce') return base + inner;
      const crossings = nodes === 1 ? 0 : (op === 'all-reduce' ? 2 : 1) * (nodes - 1);
      return base + (stepsOf(op, ranks) - crossings) * Math.max(inner, post) + crossings * outer;
    }
    case 'tree':
      return base + 2 * ((g - 1) * inner + depth * outer);
    case 'nvls':
      return inner + (nodes > 1 ? outer : 0);
    case 'nvls-tree':
      return base + inner + 2 * depth * outer;
    case 'pat':
      return base + (depth * outer) / 3.5 + 2.8 * ranks;
  }
}

/** What NCCL would choose for a message and the time its table gives, s. Not a prediction: pipeline fill is left out. */
export interface NcclChoice {
  readonly algorithm: NcclAlgorithm;
  readonly protocol: NcclProtocol;
  readonly tableTimeS: number;
}

const MICROSECONDS_PER_SECOND = 1e6;
/** A ring of Simple slows down once each channel moves this many bytes per rank. */
const PLATEAU_BYTES = 64;
const PLATEAU_FACTOR = 1.4;
const PLATEAU_FACTOR_VOLTA = 1.9;

/** The smallest time of the table wins; ties go to the earlier cell (src/enqueue.cc). null: nothing is offered. */
export function chooseNccl(
  op: NcclOperation,
  bytes: number,
  machine: NcclMachine,
  graph: NcclGraph,
): NcclChoice | null {
  let best: NcclChoice | null = null;
  for (const cell of tuningTable(op, machine, graph)) {
    const tableTimeS = cellTimeUs(op, bytes, cell, machine, graph) / MICROSECONDS_PER_SECOND;
    if (best === null || tableTimeS < best.tableTimeS) {
      best = { algorithm: cell.algorithm, protocol: cell.protocol, tableTimeS };
    }
  }
  return best;
}

function cellTimeUs(
  op: NcclOperation,
  bytes: number,
  cell: TuningCell,
  machine: NcclMachine,
  graph: NcclGraph,
): number {
  const { nodes, gpusPerNode, generation } = machine;
  let { latencyUs, bandwidthGBs } = cell;
  if (op === 'all-reduce') {
    const k = Math.floor(Math.log2(bytes / 64));
    if (cell.algorithm === 'tree' && k >= 0 && k < 23) bandwidthGBs *= TREE_CORRECTION[cell.protocol][k] ?? 1;
    const correctsNvlsTree = cell.algorithm === 'nvls-tree' && generation === 'blackwell' && k >= 0 && k < 24;
    if (correctsNvlsTree) bandwidthGBs *= TREE_CORRECTION[cell.protocol][k] ?? 1;
    const perRank = Math.floor(bytes / (2 * graph.ring.channels * nodes * gpusPerNode));
    if (cell.algorithm === 'ring' && cell.protocol === 'simple' && nodes > 1 && perRank >= PLATEAU_BYTES) {
      latencyUs *= generation === 'volta' ? PLATEAU_FACTOR_VOLTA : PLATEAU_FACTOR;
    }
  }
  return latencyUs + bytes / (1000 * bandwidthGBs);
}
