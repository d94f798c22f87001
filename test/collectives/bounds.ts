import { islandGpus } from '../../src/collectives/geometry.ts';
import type { CollectiveOp, Interconnect } from '../../src/collectives/types.ts';

/** What the members of one domain have to send or receive in all, whatever the algorithm, in units of S: n ranks, f in the domain. */
const LEAST_TRAFFIC: Readonly<Record<CollectiveOp, (n: number, f: number) => number>> = {
  'all-reduce': () => 1,
  'reduce-scatter': (n, f) => (n - f) / n,
  'all-gather': (n, f) => (n - f) / n,
  broadcast: () => 1,
  reduce: () => 1,
  'all-to-all': (n, f) => (f * (n - f)) / n,
  'send-recv': () => 1,
};

/**
 * No algorithm is faster on `ranks` packed GPUs, s: bytes over the line rate of scale-up links, or of the NICs of the emptiest
 * domain. Chan et al., CCPE 19(13), 2007; reduction in switches lowers an all-reduce to one pass.
 */
export function lowerBoundS(op: CollectiveOp, bytes: number, ranks: number, interconnect: Interconnect): number {
  const { cluster, constants } = interconnect;
  const island = islandGpus(cluster);
  const { scaleUp } = cluster.gpu;
  if (ranks <= island) {
    const bridged = scaleUp.topology === 'none' || island > cluster.gpusPerDomain;
    const line = Math.max(scaleUp.bytesPerS, bridged ? (constants['pcie_bandwidth']?.value ?? 0) : 0);
    const whole = op === 'send-recv' || op === 'broadcast' || op === 'reduce';
    return (bytes * (whole ? 1 : (ranks - 1) / ranks)) / line;
  }
  const domains = Math.ceil(ranks / island);
  const last = ranks - (domains - 1) * island;
  const nic = (cluster.nicsPerNode * cluster.nic.bytesPerS) / cluster.gpusPerNode;
  const narrow = LEAST_TRAFFIC[op](ranks, last) / (nic * (op === 'send-recv' ? 1 : last));
  // Outside switches every domain but one has to take in S and every one but one to give it: 2 (N - 1) S in all.
  const all = op === 'all-reduce' && !interconnect.inNetworkReduction ? (2 * (domains - 1)) / (nic * ranks) : 0;
  return bytes * Math.max(narrow, all);
}
