import type { TrainingResult } from '../result/schema.ts';
import type { Layout } from '../spec/plan.ts';
import { type StepEstimate, timeStep } from '../training/step.ts';
import { type Factors, type Machine, trainingOn } from './machine.ts';
import { crossing } from './root.ts';

type Ceiling = NonNullable<TrainingResult['ceiling']>;

/** The step of the layout on a machine with other rates. */
type StepOn = (factors: Factors) => number;

/** Inputs whose effect on the step is reported, as the spec names them. */
const INPUTS: readonly { readonly input: string; readonly factors: (factor: number) => Factors }[] = [
  { input: 'gpus.type.peak', factors: (compute) => ({ compute }) },
  { input: 'gpus.type.memory_bandwidth', factors: (memory) => ({ memory }) },
  { input: 'gpus.type.scale_up.bandwidth', factors: (scaleUp) => ({ scaleUp }) },
  { input: 'nics.type.bandwidth', factors: (scaleOut) => ({ scaleOut }) },
];

const PERTURBATION = 1.1;
/** A thousandth to a thousand times today's rate. */
const SEARCHED_RANGE = 1000;
/** Of a rate. */
const TOLERANCE = 1e-3;
/** Of a step. */
const SLACK = 1e-4;

/** Throughput share of the infinite network that the question "which NIC is enough" asks for. */
const ENOUGH = 0.95;

/**
 * Smallest scale-out factor at which the step reaches 95 % of the infinite network's throughput; null where no bandwidth
 * does, because latency is what is left. Sought in time per byte: a step never gets shorter with more of it, and is linear
 * in it between its kinks.
 */
function enoughScaleOut(stepOn: StepOn, stepS: number, infiniteS: number): number | null {
  const target = infiniteS / ENOUGH;
  const excessS = (timePerByte: number): number => stepOn({ scaleOut: 1 / timePerByte }) - target;
  const today = { at: 1, value: stepS - target };
  const enough = today.value <= 0;
  const farthest = enough ? SEARCHED_RANGE : 1 / SEARCHED_RANGE;
  const far = { at: farthest, value: excessS(farthest) };
  if (enough) return far.value <= 0 ? 0 : 1 / crossing(excessS, today, far, TOLERANCE, SLACK * target);
  return far.value > 0 ? null : 1 / crossing(excessS, far, today, TOLERANCE, SLACK * target);
}

/**
 * What the network costs at most: the step with infinite scale-out bandwidth and zero scale-out latency, the NIC that gets
 * 95 % of it, and elasticities (relative change of the step per relative change of an input).
 */
export function ceiling(
  machine: Machine,
  layout: Layout,
  { stepTimeS: stepS, memory }: Pick<StepEstimate, 'stepTimeS' | 'memory'>,
  mfu: number,
): { readonly ceiling: Ceiling; readonly field: string; readonly reason: string | null } {
  // Rates change nothing of what lies in memory.
  const stepOn: StepOn = (factors) => timeStep(trainingOn(machine, factors), layout, memory).stepTimeS;
  const infiniteS = Math.min(stepS, stepOn({ idealScaleOut: true }));
  const { nic } = machine.plan.cluster;
  const factor = enoughScaleOut(stepOn, stepS, infiniteS);
  const sensitivity = INPUTS.map(({ input, factors }) => {
    const up = stepOn(factors(PERTURBATION));
    const down = stepOn(factors(1 / PERTURBATION));
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
