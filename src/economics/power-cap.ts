import { buildFabric } from '../fabric/registry.ts';
import type { ClusterPlan, Plan } from '../spec/plan.ts';
import { serverCount, usedPerServer } from '../spec/server-use.ts';
import { type Figure, known, unknown } from './figure.ts';
import { type Power, ratedW } from './power.ts';

/** Sums of equal parts differ by rounding. */
const rounding = 1e-9;

/**
 * GPUs that fit under the facility's power cap, in whole servers, at what the facility is sized for with this design: its
 * ratings times PUE. Switches come in whole numbers, so that GPUs are not in proportion to watts: each count is tried on
 * the fabric that it needs, halving between the design (or nothing, where that is above the cap) and what the cap would
 * feed in proportion.
 */
export function gpusWithinCap(plan: Plan, { facilityProvisionedW }: Power, capW: number): Figure {
  const { cluster } = plan;
  const { value: watts } = facilityProvisionedW;
  if (watts === null) return facilityProvisionedW;
  const designed = serverCount(cluster);
  const inProportion = Math.floor((capW / watts) * designed * (1 + rounding));
  const withinCap = watts <= capW;
  let fitting = withinCap ? designed : 0;
  let above = Math.max(fitting, inProportion) + 1;
  let built = withinCap;
  while (above - fitting > 1) {
    const servers = Math.floor((fitting + above) / 2);
    const neededW = facilityRatedW(plan, withServers(cluster, servers));
    built ||= neededW !== null;
    if (neededW !== null && neededW <= capW) fitting = servers;
    else above = servers;
  }
  if (fitting === designed) return known(cluster.gpus);
  if (!built && inProportion > 0) return unknown('this fabric cannot be built with fewer servers');
  return known(withServers(cluster, fitting).gpus);
}

/** The same cluster with so many whole servers. */
function withServers(cluster: ClusterPlan, servers: number): ClusterPlan {
  const gpus = servers * usedPerServer(cluster);
  return {
    ...cluster,
    gpus,
    nodes: gpus / cluster.gpusPerNode,
    gpusPerDomain: Math.min(cluster.gpusPerDomain, gpus),
  };
}

/** What the facility is sized for with this cluster on its own fabric, W; null: there is no such fabric. */
function facilityRatedW(plan: Plan, cluster: ClusterPlan): number | null {
  const built = buildFabric(cluster, plan.topology, plan.constants);
  if (!built.ok) return null;
  const { value } = ratedW({ ...plan, cluster }, built.fabric);
  return value === null ? null : value * plan.economics.pue;
}
