import type { StepActivity } from '../economics/types.ts';
import type { TrainingResult } from '../result/schema.ts';
import type { Layout } from '../spec/plan.ts';
import type { MemoryEstimate } from '../training/memory.ts';
import { timeStep } from '../training/step.ts';
import { type Factors, type Machine, trainingOn } from './machine.ts';

const MICROSECOND = 1e-6;

/** The step of the same layout on other networks: what money can be put against. */
export function betterNetwork(
  machine: Machine,
  layout: Layout,
  memory: MemoryEstimate,
  limits: NonNullable<TrainingResult['ceiling']>,
): NonNullable<StepActivity['betterNetwork']> {
  const stepTimeS = (factors: Factors): number => timeStep(trainingOn(machine, factors), layout, memory).stepTimeS;
  const nic = limits.sensitivity.find(({ input }) => input === 'nics.type.bandwidth');
  return {
    infiniteNetworkStepTimeS: limits.infinite_network_step_time_s,
    nicBandwidthElasticity: nic?.elasticity ?? null,
    slowerByMicrosecondStepTimeS: stepTimeS({ extraLatencyS: MICROSECOND }),
    doubleRateStepTimeS: stepTimeS({ scaleOut: 2 }),
    flatFabricStepTimeS: stepTimeS({ flatFabric: true }),
  };
}
