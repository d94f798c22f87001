import type { TrainingResult } from '../result/schema.ts';
import type { Layout } from '../spec/plan.ts';
import { timeStep } from '../training/step.ts';
import { type Factors, type Machine, trainingOn } from './machine.ts';

type Ceiling = NonNullable<TrainingResult['ceiling']>;

const stepTimeS = (machine: Machine, layout: Layout, factors: Factors): number =>
  timeStep(trainingOn(machine, factors), layout).stepTimeS;

/** Inputs whose effect on the step is reported, as the spec names them. */
const INPUTS: readonly { readonly input: string; readonly factors: (factor: number) => Factors }[] = [
  { input: 'gpus.type.peak', factors: (compute) => ({ compute }) },
  { input: 'gpus.type.memory_bandwidth', factors: (memory) => ({ memory }) },
  { input: 'gpus.type.scale_up.bandwidth', factors: (scaleUp) => ({ scaleUp }) },
  { input: 'nics.type.bandwidth', factors: (scaleOut) => ({ scaleOut }) },
];

const PERTURBATION = 1.1;
const SEARCHED_DOUBLINGS = 10;

/** Throughput share of the infinite network that the question "which NIC is enough" asks for. */
const ENOUGH = 0.95;

/**
 * Smallest scale-out factor at which the step reaches 95 % of the infinite network's throughput; null where no bandwidth
 * does, because latency is what is left. Bisection in the logarithm: a step never gets longer with more bandwidth.
 */
function enoughScaleOut(machine: Machine, layout: Layout, infiniteS: number): number | null {
  const target = infiniteS / ENOUGH;
  const fits = (exponent: number): boolean => stepTimeS(machine, layout, { scaleOut: 2 ** exponent }) <= target;
  let high = SEARCHED_DOUBLINGS;
  let low = -SEARCHED_DOUBLINGS;
  if (!fits(high)) return null;
  if (fits(low)) return 0;
  for (let i = 0; i < 12; i++) {
    const middle = (low + high) / 2;
    if (fits(middle)) high = middle;
    else low = middle;
  }
  return 2 ** high;
}

/**
 * What the network costs at most: the step with infinite scale-out bandwidth and zero scale-out latency, the NIC that gets
 * 95 % of it, and elasticities (relative change of the step per relative change of an input).
 */
export function ceiling(
  machine: Machine,
  layout: Layout,
  stepS: number,
  mfu: number,
): { readonly ceiling: Ceiling; readonly field: string; readonly reason: string | null } {
  const infiniteS = Math.min(stepS, stepTimeS(machine, layout, { idealScaleOut: true }));
  const { nic } = machine.plan.cluster;
  const factor = enoughScaleOut(machine, layout, infiniteS);
  const sensitivity = INPUTS.map(({ input, factors }) => {
    const up = stepTimeS(machine, layout, factors(PERTURBATION));
    const down = stepTimeS(machine, layout, factors(1 / PERTURBATION));
    return { input, elasticity: Math.log(up / down) / (2 * Math.log(PERTURBATION)) };
  });
  return {
    ceiling: {
      infinite_network_step_time_s: infiniteS,
      infinite_network_mfu: (mfu * stepS) / infiniteS,
      nic_bandwidth_for_95_percent_bytes_per_s: factor === null ? null : factor * nic.bytesPerS,
      sensitivity,
    },
    field: 'training.ceiling.nic_bandwidth_for_95_percent_bytes_per_s',
    reason: factor === null ? 'no NIC bandwidth reaches 95 % of the infinite network: what is left is latency' : null,
  };
}
