import type { Fabric, FabricTier } from '../fabric/types.ts';
import type { Plan } from '../spec/plan.ts';
import { constant } from './constants.ts';
import { combine, type Figure, figureOf, known, total, unpublishedPower } from './figure.ts';
import { endPowerW, type LinkGroup, linkGroups } from './links.ts';
import { nicPowerW } from './nic-power.ts';
import type { StepActivity } from './types.ts';

/** Energy of moving the bytes of one step over one part of the path. */
export interface Movement {
  readonly name: string;
  /** Bytes of the whole job that come this far. */
  readonly bytes: number;
  readonly joulesPerByte: Figure;
  readonly energyJ: Figure;
}

const bitsPerByte = 8;
const picojoules = 1e12;

/** J/byte as the usual pJ/bit. */
export const picojoulesPerBit = (joulesPerByte: number): number => (joulesPerByte * picojoules) / bitsPerByte;

/**
 * Energy that the job's bytes take in one step by part of the path, each device charged at draw / rate (pJ/bit = W /
 * Gb/s x 1000 per end): the scale-up domain, the NICs at both ends, then per tier the links below it (up and down, two
 * ends each) and its switches. A byte passes a switch once where it turns around, twice where it goes on up.
 */
export function dataMovement(plan: Plan, fabric: Fabric, activity: StepActivity): readonly Movement[] {
  const { cluster, workload } = plan;
  const scaleOut = activity.scaleOutBytesPerGpu * workload.gpus;
  const scaleUp: Figure = combine(
    [constant(plan, 'scale_up_pj_per_bit')],
    (perBit) => (perBit * bitsPerByte) / picojoules,
  );
  const nic = combine([nicPowerW(cluster)], (watts) => (2 * watts) / cluster.nic.bytesPerS);
  const groups = linkGroups(plan, fabric);
  return [
    movement('scale-up', activity.scaleUpBytesPerGpu * workload.gpus, scaleUp),
    movement('nic', scaleOut, nic),
    ...fabric.tiers.map((tier, index) => {
      const reaching = index === 0 ? 1 : (activity.crossing[index - 1] ?? 0);
      const goingOn = reaching === 0 ? 0 : (activity.crossing[index] ?? 0) / reaching;
      const at = (peers: boolean) => groups.find((group) => group.tier === index && group.peers === peers);
      const perByte = tierJoulesPerByte(tier, at(false), at(true), goingOn, fabric.meanHops);
      return movement(tier.name, scaleOut * reaching, perByte);
    }),
  ];
}

const zero = known(0);

function movement(name: string, bytes: number, joulesPerByte: Figure): Movement {
  const energyJ = bytes === 0 ? zero : combine([joulesPerByte], (joules) => joules * bytes);
  return { name, bytes, joulesPerByte, energyJ };
}

/** One pass through a switch at full load: typical draw over its one-way rate. */
function passJoulesPerByte({ switchType }: FabricTier): Figure {
  const mode = switchType.modes[0];
  const rate = mode === undefined ? 0 : mode.ports * mode.bytesPerS;
  return figureOf(
    switchType.powerW === null || rate === 0 ? null : switchType.powerW / rate,
    unpublishedPower(switchType),
  );
}

function linkJoulesPerByte(group: LinkGroup | undefined): Figure {
  if (group === undefined) return zero;
  const endW = endPowerW(group);
  return figureOf(endW === null ? null : (2 * endW) / group.linkBytesPerS, unpublishedPower(group.optic));
}

/**
 * Links below the tier on the way up and down and one pass through its switches; for the share that goes on, a second
 * pass or, among equal switches, a link and a pass for each further hop.
 */
function tierJoulesPerByte(
  tier: FabricTier,
  below: LinkGroup | undefined,
  peers: LinkGroup | undefined,
  goingOn: number,
  meanHops: number,
): Figure {
  const furtherHops = peers === undefined ? 1 : Math.max(1, meanHops - 1);
  return combine(
    [linkJoulesPerByte(below), passJoulesPerByte(tier), linkJoulesPerByte(peers)],
    (link, pass, peer) => 2 * link + pass + goingOn * furtherHops * (peer + pass),
  );
}

/** All of it. */
export const movementTotalJ = (movements: readonly Movement[]): Figure => total(movements.map((part) => part.energyJ));
