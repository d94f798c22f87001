import type { NumberFormat } from '../../catalog/types.ts';
import type { CollectiveCost, CollectiveOp, Group } from '../../collectives/types.ts';
import type { Device } from '../../compute/device.ts';
import { matmulTimeS, streamTimeS } from '../../compute/matmul.ts';
import { additionTraffic, castBytes, scalingBytes, type Traffic } from '../../model/elementwise.ts';
import type { AdaptedLinear } from '../../spec/plan.ts';
import { type Dimension, split, type Transfer } from '../communication.ts';
import type { TrainingContext } from '../context.ts';

/** Collects the operations of one layer; a `part` names what recomputation can repeat. */
export class LayerMeter {
  inputGradS = 0;
  weightGradS = 0;
  readonly forwardByPart: Record<string, number> = {};
  readonly transfers: Transfer[] = [];
  private readonly context: TrainingContext;
  private readonly device: Device;
  private readonly gradientBytes: number;

  constructor(context: TrainingContext) {
    this.context = context;
    this.device = context.device;
    this.gradientBytes = context.workload.gradientBytes === 4 ? 8 : 4;
  }

  forward(part: string, seconds: number): void {
    this.forwardByPart[part] = (this.forwardByPart[part] ?? 0) + seconds;
  }

  /** A linear layer on `rows` tokens, with its adapter where it carries one; `experts` of them grouped or one by one. */
  linear(part: string, layer: AdaptedLinear, rows: number, inputs: number, outputs: number, experts = 1): void {
    const { format, adapters, workload } = this.context;
    this.products(part, format, rows, inputs, outputs, experts, adapters === null);
    if (adapters?.targets.includes(layer)) this.adapter(part, adapters.rank, rows, inputs, outputs, experts);
    if (format === 'fp8' || format === 'fp4') {
      const scaling = workload.fp8Recipe === null ? 0 : scalingBytes[workload.fp8Recipe];
      const cast = (this.context.constants.fp8ExtraPasses * castBytes + scaling) * rows;
      this.forward(part, streamTimeS(this.device, cast * inputs));
      this.inputGradS += streamTimeS(this.device, cast * outputs);
    }
  }

  /** Two narrow 16-bit products beside the layer, whose result is added to the layer's (Hu et al. 2021, section 4.1). */
  private adapter(part: string, rank: number, rows: number, inputs: number, outputs: number, experts: number): void {
    this.products(part, 'bf16', rows, inputs, rank, experts, true);
    this.products(part, 'bf16', rows, rank, outputs, experts, true);
    this.stream(part, additionTraffic(outputs, inputs), rows);
  }

  /** Products of a linear layer: forward, input gradient and, where it trains, weight gradient. */
  private products(
    part: string,
    format: NumberFormat,
    rows: number,
    inputs: number,
    outputs: number,
    experts: number,
    trained: boolean,
  ): void {
    const d = this.device;
    const grouped = experts > 1 && this.context.workload.groupedGemm;
    const [batch, repeat] = grouped ? [experts, 1] : [1, experts];
    const { expertRampK, expertKernelS } = this.context.constants;
    const ramp = experts > 1 ? expertRampK : d.rampK;
    const groupS = experts > 1 ? experts * expertKernelS : 0;
    const perExpert = rows / experts;
    const timeS = (m: number, n: number, k: number, outputBytes = 2): number =>
      groupS + repeat * matmulTimeS(d, format, m, n, k, batch, outputBytes, ramp);
    this.forward(part, timeS(perExpert, outputs, inputs));
    this.inputGradS += timeS(perExpert, inputs, outputs);
    if (trained) this.weightGradS += timeS(inputs, outputs, perExpert, this.gradientBytes);
  }

  stream(part: string, traffic: Traffic, rows: number): void {
    const passes = this.context.constants.elementwisePasses;
    this.forward(part, streamTimeS(this.device, passes * traffic.forward * rows));
    this.inputGradS += streamTimeS(this.device, passes * traffic.backward * rows);
  }

  /** @param hideableS of the time of all `count` operations */
  transfer(
    dimension: Dimension,
    name: string,
    op: CollectiveOp,
    group: Group,
    bytes: number,
    count: number,
    hideable: number,
  ): void {
    if (group.ranks <= 1 || count === 0) return;
    this.costed(dimension, name, op, group, bytes, count, hideable, this.context.collectives.cost(op, bytes, group));
  }

  /** A transfer whose cost is known already. */
  costed(
    dimension: Dimension,
    name: string,
    op: CollectiveOp,
    group: Group,
    bytes: number,
    count: number,
    hideable: number,
    cost: CollectiveCost,
  ): void {
    if (group.ranks <= 1 || count === 0) return;
    const timeS = cost.timeS * count;
    const parts = split(timeS, hideable, this.context.constants.interference);
    this.transfers.push({ dimension, name, op, group, bytes, count, cost, ...parts });
  }
}
