import { type CalibratedModel, calibratedModel } from '../collectives/calibration/calibrated-model.ts';
import { profileOfPlan } from '../collectives/calibration/profile-of-plan.ts';
import { collectiveModel, type DescribedCollectiveModel } from '../collectives/model.ts';
import type { Interconnect } from '../collectives/types.ts';
import { buildFabric } from '../fabric/registry.ts';
import type { Fabric, FabricRefusal } from '../fabric/types.ts';
import type { Plan } from '../spec/plan.ts';
import { type TrainingContext, trainingContext } from '../training/context.ts';

/** A plan's hardware, built: its fabric and the collectives that run on it. */
export interface Machine {
  readonly plan: Plan;
  readonly fabric: Fabric;
  /** With `basis` where measurements stand behind it. */
  readonly collectives: DescribedCollectiveModel & Partial<Pick<CalibratedModel, 'basis'>>;
}

export type MachineOutcome =
  | { readonly ok: true; readonly machine: Machine }
  | { readonly ok: false; readonly refusal: FabricRefusal };

/** What a what-if changes about the hardware; 1 leaves a rate as it is. */
export interface Factors {
  readonly compute?: number;
  readonly memory?: number;
  readonly scaleUp?: number;
  readonly scaleOut?: number;
  readonly idealScaleOut?: boolean;
  /** More latency on every message between scale-up domains, s. */
  readonly extraLatencyS?: number;
  /** Every pair of NICs one switch apart, and no tier slower than the NICs. */
  readonly flatFabric?: boolean;
}

function interconnect(plan: Plan, fabric: Fabric, factors: Factors): Interconnect {
  const { gpu } = plan.cluster;
  const scaleUp = factors.scaleUp ?? 1;
  const cluster =
    scaleUp === 1
      ? plan.cluster
      : {
          ...plan.cluster,
          gpu: { ...gpu, scaleUp: { ...gpu.scaleUp, bytesPerS: gpu.scaleUp.bytesPerS * scaleUp } },
        };
  return {
    cluster,
    fabric: factors.flatFabric === true ? flattened(fabric, plan) : fabric,
    inNetworkReduction: plan.topology.inNetworkReduction,
    idealScaleOut: factors.idealScaleOut ?? false,
    scaleOutFactor: factors.scaleOut ?? 1,
    extraLatencyS: factors.extraLatencyS ?? 0,
    constants: plan.constants,
  };
}

/** The same endpoints on one switch that is large enough: what oversubscription, routing and further tiers cost is gone. */
function flattened(fabric: Fabric, { cluster }: Plan): Fabric {
  const nicBytesPerS = (cluster.gpusPerDomain * cluster.nicsPerNode * cluster.nic.bytesPerS) / cluster.gpusPerNode;
  return {
    ...fabric,
    capacity: (pattern, span) => {
      const real = fabric.capacity(pattern, span);
      return {
        ...real,
        domainBytesPerS: Math.max(real.domainBytesPerS, nicBytesPerS),
        latencyS: Math.min(real.latencyS, fabric.latencyS.min),
      };
    },
  };
}

/** The plan's measurements stand in the place of the model where they reach; a what-if varies the machine they come from. */
function collectivesOn(plan: Plan, fabric: Fabric, factors: Factors): Machine['collectives'] {
  const asked = interconnect(plan, fabric, factors);
  if (plan.calibration === undefined) return collectiveModel(asked);
  return calibratedModel(asked, profileOfPlan(plan.calibration), interconnect(plan, fabric, {}));
}

/** Builds the fabric; a fabric that cannot be built is refused with the limit it breaks. */
export function buildMachine(plan: Plan): MachineOutcome {
  const outcome = buildFabric(plan.cluster, plan.topology, plan.constants);
  if (!outcome.ok) return outcome;
  const { fabric } = outcome;
  return { ok: true, machine: { plan, fabric, collectives: collectivesOn(plan, fabric, {}) } };
}

/** The training model on a machine, or on the same machine with some rates changed. */
export function trainingOn(machine: Machine, factors: Factors = {}): TrainingContext {
  const { plan, fabric } = machine;
  const { scaleUp = 1, scaleOut = 1, idealScaleOut = false, extraLatencyS = 0, flatFabric = false } = factors;
  const sameNetwork = scaleUp === 1 && scaleOut === 1 && !idealScaleOut && extraLatencyS === 0 && !flatFabric;
  const collectives = sameNetwork ? machine.collectives : collectivesOn(plan, fabric, factors);
  return trainingContext(plan, collectives, factors);
}
