import type { Site } from '../site.ts';
import type { CollectiveOp, Interconnect } from '../types.ts';
import { type NcclMachine, searchGraph } from './search.ts';
import { CHANNEL_SPEEDS, type NcclGeneration } from './tables.ts';
import { chooseNccl, type NcclChoice, type NcclOperation } from './tuning.ts';

const BYTES_PER_GB = 1e9;
const WITHOUT_TABLE: readonly CollectiveOp[] = ['all-to-all', 'send-recv'];

function generationOf(name: string): NcclGeneration | null {
  const known = Object.keys(CHANNEL_SPEEDS) as NcclGeneration[];
  // A refresh (blackwell-ultra) shares the tables of its generation.
  return known.find((generation) => name === generation || name.startsWith(`${generation}-`)) ?? null;
}

/** What NCCL would pick for a group that owns its domains' NICs in proportion; null where NCCL has no table. */
export function libraryChoice(
  op: CollectiveOp,
  bytes: number,
  site: Site,
  interconnect: Interconnect,
): NcclChoice | null {
  const { cluster } = interconnect;
  const generation = generationOf(cluster.gpu.generation);
  if (cluster.gpu.vendor !== 'nvidia' || generation === null || WITHOUT_TABLE.includes(op) || bytes <= 0) return null;
  const machine: NcclMachine = {
    generation,
    scaleUpGBs: site.scaleUpBytesPerS / BYTES_PER_GB,
    nvlink: site.hop === 'nvlink',
    gpusPerNode: site.ranksPerDomain,
    nodes: site.domains,
    nics: Math.max(1, Math.round((cluster.nicsPerNode * site.domainGpus * site.leastNicShare) / cluster.gpusPerNode)),
    nicGBs: cluster.nic.bytesPerS / BYTES_PER_GB,
    // Servers of the Ampere generation carry AMD processors (DGX A100), later ones Intel.
    amdProcessor: generation === 'ampere',
  };
  return chooseNccl(op as NcclOperation, bytes, machine, searchGraph(machine));
}
