import { collectiveModel } from '../collectives/model.ts';
import type { CollectiveModel, Interconnect } from '../collectives/types.ts';
import { buildFabric } from '../fabric/registry.ts';
import type { Fabric, FabricRefusal } from '../fabric/types.ts';
import type { Plan } from '../spec/plan.ts';
import { type TrainingContext, trainingContext } from '../training/context.ts';

/** A plan's hardware, built: its fabric and the collectives that run on it. */
export interface Machine {
  readonly plan: Plan;
  readonly fabric: Fabric;
  readonly collectives: CollectiveModel;
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
    fabric,
    inNetworkReduction: plan.topology.inNetworkReduction,
    idealScaleOut: factors.idealScaleOut ?? false,
    scaleOutFactor: factors.scaleOut ?? 1,
    constants: plan.constants,
  };
}

/** Builds the fabric; a fabric that cannot be built is refused with the limit it breaks. */
export function buildMachine(plan: Plan): MachineOutcome {
  const outcome = buildFabric(plan.cluster, plan.topology, plan.constants);
  if (!outcome.ok) return outcome;
  const { fabric } = outcome;
  return { ok: true, machine: { plan, fabric, collectives: collectiveModel(interconnect(plan, fabric, {})) } };
}

/** The training model on a machine, or on the same machine with some rates changed. */
export function trainingOn(machine: Machine, factors: Factors = {}): TrainingContext {
  const { plan, fabric } = machine;
  const sameNetwork = (factors.scaleUp ?? 1) === 1 && (factors.scaleOut ?? 1) === 1 && factors.idealScaleOut !== true;
  const collectives = sameNetwork ? machine.collectives : collectiveModel(interconnect(plan, fabric, factors));
  return trainingContext(plan, collectives, factors);
}
