import type { Fabric } from '../fabric/types.ts';
import type { Plan } from '../spec/plan.ts';
import { serverCount } from '../spec/server-use.ts';
import { combine, type Figure, figureOf, known, share, total, unknown, unpublishedPower } from './figure.ts';
import { cageItems, cagePowerW, type LinkEnd, type LinkGroup, linkGroups } from './links.ts';
import { nicPowerW } from './nic-power.ts';
import { restRatedW, restRunningW } from './server-rest.ts';
import { installedGpus, nicCount } from './servers.ts';
import type { StepActivity } from './types.ts';

export interface Power {
  /** Rated draw of all IT equipment. */
  readonly provisionedW: Figure;
  /** The same with cooling: what the facility is sized for. */
  readonly facilityProvisionedW: Figure;
  readonly parts: {
    readonly gpus_w: Figure;
    readonly servers_w: Figure;
    readonly nics_w: Figure;
    readonly switches_w: Figure;
    readonly transceivers_w: Figure;
  };
  readonly itW: Figure;
  readonly facilityW: Figure;
  /** NICs, switches and modules. */
  readonly networkW: Figure;
  readonly networkFraction: Figure;
  /** IT draw while every GPU computes, communicates, waits, and the swing between the first two. */
  readonly phases: {
    readonly compute_w: Figure;
    readonly communication_w: Figure;
    readonly idle_w: Figure;
    readonly swing_w: Figure;
  };
}

/**
 * What the cluster draws in the given step. GPUs by activity: share of the step in each state x share of the rating
 * drawn in it (measured draws stay well under nameplate); the rest of each server, NICs, switches (typical, without
 * optics) and modules run at their own draw; PUE on top. Every GPU of the cluster is taken to do what the job's GPUs
 * do; GPUs of a server that nobody uses idle.
 */
export function power(plan: Plan, fabric: Fabric, activity: StepActivity): Power {
  const groups = linkGroups(plan, fabric);
  const provisionedW = ratedW(plan, fabric);
  const withCooling = (itW: Figure): Figure => combine([itW], (watts) => watts * plan.economics.pue);
  const fixed = {
    servers_w: restRunningW(plan, ratedNetworkW(plan, fabric)),
    nics_w: nicsW(plan),
    switches_w: switchesW(fabric),
    transceivers_w: total(groups.flatMap((group) => group.ends.map((end) => cages(group, end)))),
  };
  const networkW = total([fixed.nics_w, fixed.switches_w, fixed.transceivers_w]);
  const parts = { gpus_w: gpusW(plan, activity), ...fixed };
  const itW = total(Object.values(parts));
  const others = total(Object.values(fixed));
  const phase = (state: 'compute' | 'communication' | 'idle'): Figure =>
    total([gpusAtShareW(plan, plan.power.gpuActivity[state]), others]);
  const phases = { compute_w: phase('compute'), communication_w: phase('communication'), idle_w: phase('idle') };
  return {
    parts,
    itW,
    facilityW: withCooling(itW),
    provisionedW,
    facilityProvisionedW: withCooling(provisionedW),
    networkW,
    networkFraction: share(networkW, itW, 'IT power'),
    phases: {
      ...phases,
      swing_w: combine([phases.compute_w, phases.communication_w], (computing, communicating) =>
        Math.abs(computing - communicating),
      ),
    },
  };
}

/** One kind of equipment at its rating. */
export interface RatedPart {
  readonly name: string;
  readonly count: number;
  readonly eachW: Figure;
  /** Where the watts come from. */
  readonly from: string;
}

/** Rated draw of all IT equipment, W, whatever the step does. */
export const ratedW = (plan: Plan, fabric: Fabric): Figure =>
  total([ratedNodesW(plan, fabric), ratedNetworkW(plan, fabric)]);

/** Servers with their GPUs and NICs at their ratings, W. */
export const ratedNodesW = (plan: Plan, fabric: Fabric): Figure => sumOf(ratedServerParts(plan, fabric));

/** Switches and media at their ratings, W. */
const ratedNetworkW = (plan: Plan, fabric: Fabric): Figure => sumOf(ratedNetworkParts(plan, fabric));

const sumOf = (parts: readonly RatedPart[]): Figure =>
  total(parts.map(({ count, eachW }) => combine([eachW], (watts) => watts * count)));

/** Servers with their GPUs, used or not, and NICs. */
export function ratedServerParts(plan: Plan, fabric: Fabric): readonly RatedPart[] {
  const { cluster } = plan;
  const { gpu, server, ratedWith } = cluster;
  const servers = serverCount(cluster);
  const restFrom =
    server?.ratedPowerW == null
      ? 'constant server_rest_w_per_gpu'
      : `rating of ${server.id}, ${server.ratedPowerW} W, less ${server.gpusPerServer} GPUs of ${ratedWith?.gpuW} W and ${ratedWith?.nicsW} W of NICs${server.ratedPowerCoversNetwork === true ? ' and its share of the network' : ''}`;
  return [
    {
      name: gpu.id,
      count: installedGpus(cluster),
      eachW: figureOf(gpu.powerW, unpublishedPower(gpu)),
      from: 'rating of the GPU',
    },
    {
      name: 'rest of a server',
      count: servers,
      eachW: combine([restRatedW(plan, ratedNetworkW(plan, fabric))], (watts) => watts / servers),
      from: restFrom,
    },
    { name: cluster.nic.id, count: nicCount(cluster), eachW: nicPowerW(cluster), from: 'power of the NIC' },
  ];
}

/**
 * Switches (maximum with optics, else typical without) and the media in cages that no switch's maximum covers.
 */
export function ratedNetworkParts(plan: Plan, fabric: Fabric): readonly RatedPart[] {
  const switches = fabric.tiers
    .filter((tier) => tier.switches > 0)
    .map(({ name, switches: count, switchType }): RatedPart => {
      const { maxPowerW, powerW } = switchType;
      const from = maxPowerW === null ? 'power without optics' : 'largest power, optics included';
      return {
        name: `${switchType.id}, ${name} tier`,
        count,
        eachW: figureOf(maxPowerW ?? powerW, unpublishedPower(switchType)),
        from,
      };
    });
  const media = linkGroups(plan, fabric).flatMap((group) =>
    group.ends
      .filter((end) => !end.inSwitchRating)
      .map(
        (end): RatedPart => ({
          name: `${group.optic.id}, ${group.name}, ${end.where}`,
          count: cageItems(group, end),
          eachW: figureOf(group.optic.powerPerEndW, unpublishedPower(group.optic)),
          from: 'power of an end',
        }),
      ),
  );
  return [...switches, ...media].filter(({ count }) => count > 0);
}

/** GPUs that the cluster uses at one share of their rating, the other GPUs of its servers idle. */
function gpusAtShareW(plan: Plan, used: number): Figure {
  const { cluster } = plan;
  const { gpu } = cluster;
  if (gpu.powerW === null) return unknown(unpublishedPower(gpu));
  const spare = installedGpus(cluster) - cluster.gpus;
  return known(gpu.powerW * (cluster.gpus * used + spare * plan.power.gpuActivity.idle));
}

/** Draw of all GPUs, averaged over the step. */
function gpusW(plan: Plan, activity: StepActivity): Figure {
  const { compute, communication, idle } = plan.power.gpuActivity;
  const reason = 'the step could not be timed, so what the GPUs do is unknown';
  const average = combine(
    [activity.busyFraction, activity.idleFraction, activity.networkIdleFraction].map((part) => figureOf(part, reason)),
    (busy, waiting, network) => busy * compute + network * communication + Math.max(0, waiting - network) * idle,
  );
  return average.value === null ? average : gpusAtShareW(plan, average.value);
}

function switchesW(fabric: Fabric): Figure {
  const used = fabric.tiers.filter((tier) => tier.switches > 0);
  return total(
    used.map(({ switches, switchType }) => {
      const { powerW } = switchType;
      return figureOf(powerW === null ? null : switches * powerW, unpublishedPower(switchType));
    }),
  );
}

const cages = (group: LinkGroup, end: LinkEnd): Figure =>
  figureOf(cagePowerW(group, end), unpublishedPower(group.optic));

const nicsW = ({ cluster }: Plan): Figure => combine([nicPowerW(cluster)], (watts) => watts * nicCount(cluster));
