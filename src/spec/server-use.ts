import type { ClusterPlan } from './plan.ts';

/**
 * GPUs of one server (or rack, where the catalog sells racks) that the cluster uses: those of a node, or, of a server
 * that is a whole scale-up domain, those of the domain that are used (64 of an NVL72).
 */
export function usedPerServer({
  server,
  gpu,
  gpusPerNode,
  gpusPerDomain,
}: Pick<ClusterPlan, 'server' | 'gpu' | 'gpusPerNode' | 'gpusPerDomain'>): number {
  if (server === null) return gpusPerNode;
  const wholeDomain = server.gpusPerServer === gpu.scaleUp.domainGpus;
  return Math.min(server.gpusPerServer, wholeDomain ? gpusPerDomain : gpusPerNode);
}

/** Servers (or racks) that hold the cluster's GPUs. */
export const serverCount = (cluster: ClusterPlan): number => Math.ceil(cluster.gpus / usedPerServer(cluster));

/**
 * Whether the scale-out NICs are of the kind whose price is in that of the server. Catalogs state the rate of what a server
 * is sold with, and the usual NIC of that rate stands for it: another of the same rate is another product. Where no rate is
 * stated, or the catalog has no NIC of it, the rate alone decides.
 */
export function soldWithServer({ nic, includedNics: included }: Pick<ClusterPlan, 'nic' | 'includedNics'>): boolean {
  if (included === undefined) return false;
  if (included.bytesPerS === null) return true;
  return nic.bytesPerS === included.bytesPerS && (included.nic === null || included.nic.id === nic.id);
}
