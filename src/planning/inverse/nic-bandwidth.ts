import { type Machine, trainingOn } from '../../evaluation/machine.ts';
import { boundOf } from '../../evaluation/verdict.ts';
import type { Layout } from '../../spec/plan.ts';
import { type StepEstimate, timeStep } from '../../training/step.ts';

export interface NicAnswer {
  /** Least NIC bandwidth at which the network no longer takes the largest share of the step; null: at none, 0: at any. */
  readonly computeBoundBytesPerS: number | null;
  /** Least NIC bandwidth that keeps the share of the infinite network's throughput; null: latency alone costs more. */
  readonly keepingBytesPerS: number | null;
  readonly statedBytesPerS: number;
  readonly infiniteStepTimeS: number;
}

/** A thousandth to a thousand times the stated rate. */
const DECADES = 3;
const HALVINGS = 40;

/** How fast the NICs of a machine must be, its layout kept. A step never gets longer with more bandwidth. */
export function nicBandwidth(machine: Machine, layout: Layout, keep: number): NicAnswer {
  const stated = machine.plan.cluster.nic.bytesPerS;
  const at = (factor: number): StepEstimate => timeStep(trainingOn(machine, { scaleOut: factor }), layout);
  const infiniteStepTimeS = Math.min(
    timeStep(trainingOn(machine, { idealScaleOut: true }), layout).stepTimeS,
    timeStep(trainingOn(machine), layout).stepTimeS,
  );
  const least = (enough: (step: StepEstimate) => boolean): number | null => {
    let [low, high] = [-DECADES, DECADES];
    if (enough(at(10 ** low))) return 0;
    if (!enough(at(10 ** high))) return null;
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      if (enough(at(10 ** middle))) high = middle;
      else low = middle;
    }
    return 10 ** high * stated;
  };
  return {
    computeBoundBytesPerS: least(({ breakdown }) => boundOf(breakdown) !== 'network'),
    keepingBytesPerS: least(({ stepTimeS }) => stepTimeS <= infiniteStepTimeS / keep),
    statedBytesPerS: stated,
    infiniteStepTimeS,
  };
}
