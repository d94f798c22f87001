import type { ClusterPlan } from '../spec/plan.ts';

/**
 * Servers (or racks, where the catalog sells racks) that hold the cluster's GPUs. A server that is a whole scale-up
 * domain holds only the GPUs of it that are used (64 of an NVL72).
 */
export function serverCount(cluster: ClusterPlan): number {
  const { server, gpu, gpus, gpusPerNode, gpusPerDomain, nodes } = cluster;
  if (server === null) return nodes;
  const wholeDomain = server.gpusPerServer === gpu.scaleUp.domainGpus;
  return Math.ceil(gpus / Math.min(server.gpusPerServer, wholeDomain ? gpusPerDomain : gpusPerNode));
}

/** Scale-out NICs of the cluster. */
export const nicCount = (cluster: ClusterPlan): number => cluster.nodes * cluster.nicsPerNode;
