import type { ClusterPlan } from '../spec/plan.ts';
import { serverCount } from '../spec/server-use.ts';

/** GPUs in the servers: those that the cluster uses, and the rest of servers that it uses in part. */
export const installedGpus = (cluster: ClusterPlan): number =>
  Math.max(cluster.gpus, (cluster.server?.gpusPerServer ?? 0) * serverCount(cluster));

/** Scale-out NICs of the cluster. */
export const nicCount = (cluster: ClusterPlan): number => cluster.nodes * cluster.nicsPerNode;
