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
  /** Share of them that goes on to further switches. */
  readonly onward: number;
  readonly joulesPerByte: Figure;
  readonly energyJ: Figure;
}

/** The part of the path inside a scale-up domain. */
export const SCALE_UP = 'scale-up';

const bitsPerByte = 8;
const picojoules = 1e12;

/** J/byte as the usual pJ/bit. */
export const picojoulesPerBit = (joulesPerByte: number): number => (joulesPerByte * picojoules) / bitsPerByte;

/**
 * Energy that the job's bytes take in one step by part of the path: the scale-up domain, the NICs at both ends, then per
 * tier the links below it (up and down, two ends each) and its switches. A NIC or a module at full load sends and receives
 * at its rate for one draw, so that a byte costs draw / rate / 2 at each end, draw / rate over both: no kind of device
 * takes more than it draws in the step. A byte passes a switch once where it turns around, twice where it goes on up.
 */
export function dataMovement(plan: Plan, fabric: Fabric, activity: StepActivity): readonly Movement[] {
  const { cluster, workload } = plan;
  const scaleOut = activity.scaleOutBytesPerGpu * workload.gpus;
  const scaleUp: Figure = combine(
    [constant(plan, 'scale_up_pj_per_bit')],
    (perBit) => (perBit * bitsPerByte) / picojoules,
  );
  const nic = combine([nicPowerW(cluster)], (watts) => watts / cluster.nic.bytesPerS);
  const groups = linkGroups(plan, fabric);
  return [
    movement(SCALE_UP, activity.scaleUpBytesPerGpu * workload.gpus, scaleUp),
    movement('nic', scaleOut, nic),
    ...fabric.tiers.map((tier, index) => {
      const reaching = index === 0 ? 1 : (activity.crossing[index - 1] ?? 0);
      const goingOn = reaching === 0 ? 0 : (activity.crossing[index] ?? 0) / reaching;
      const perByte = tierJoulesPerByte(tierTerms(groups, tier, index), goingOn, fabric.meanHops);
      return movement(tier.name, scaleOut * reaching, perByte, goingOn);
    }),
  ];
}

const zero = known(0);

function movement(name: string, bytes: number, joulesPerByte: Figure, onward = 0): Movement {
  const energyJ = bytes === 0 ? zero : combine([joulesPerByte], (joules) => joules * bytes);
  return { name, bytes, onward, joulesPerByte, energyJ };
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
  return figureOf(endW === null ? null : endW / group.linkBytesPerS, unpublishedPower(group.optic));
}

/** What a byte meets at a tier, J/byte. */
export interface TierTerms {
  /** One link between the tier and what is below it, both ends. */
  readonly link: Figure;
  /** One pass through a switch at full load. */
  readonly pass: Figure;
  /** One link between switches of the tier, both ends; null: there are none. */
  readonly peer: Figure | null;
}

export function tierTerms(groups: readonly LinkGroup[], tier: FabricTier, index: number): TierTerms {
  const at = (peers: boolean) => groups.find((group) => group.tier === index && group.peers === peers);
  const peer = at(true);
  return {
    link: linkJoulesPerByte(at(false)),
    pass: passJoulesPerByte(tier),
    peer: peer === undefined ? null : linkJoulesPerByte(peer),
  };
}

/**
 * Links below the tier on the way up and down and one pass through its switches; for the share that goes on, a second
 * pass or, among equal switches, a link and a pass for each further hop.
 */
function tierJoulesPerByte({ link, pass, peer }: TierTerms, goingOn: number, meanHops: number): Figure {
  const furtherHops = peer === null ? 1 : Math.max(1, meanHops - 1);
  return combine(
    [link, pass, peer ?? zero],
    (linkJ, passJ, peerJ) => 2 * linkJ + passJ + goingOn * furtherHops * (peerJ + passJ),
  );
}

/** All of it. */
export const movementTotalJ = (movements: readonly Movement[]): Figure => total(movements.map((part) => part.energyJ));
