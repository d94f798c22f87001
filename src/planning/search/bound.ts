import type { Layout } from '../../spec/plan.ts';
import type { TrainingContext } from '../../training/context.ts';
import { groups } from '../../training/groups.ts';
import { microBatches } from '../../training/micro-batches.ts';
import { scheduleOf } from '../../training/schedules/registry.ts';
import { type StageCosts, stageCosts } from '../../training/stage-cost.ts';

/** What a micro-batch costs on all stages together: the same however layers are cut into stages. */
interface WholeModel {
  readonly sumS: number;
  /** The cheapest layer, forward and backward, with its exposed communication. */
  readonly leastLayerS: number;
  /** Smallest share of computing in any part. */
  readonly leastComputing: number;
}

/** Bubbles of these are what the other stages take; the others' may be 0. */
const WAITS_FOR_OTHERS = new Set(['1f1b', 'interleaved', 'gpipe']);

/** Sums are taken in another order than `timeStep` takes them. */
const ROUNDING = 1 - 1e-9;

/**
 * A lower bound on the time of a step that is cheap: the micro-batches of the slowest stage, which is no faster than the
 * average one and holds no fewer than the rounded-up share of the layers, the bubble that follows from it, stragglers, and
 * the fixed overhead. Sends, gradient reduction and the optimizer are left out. Layers are costed by `training` itself,
 * once per distinct sharding of a layer.
 */
export class StepBound {
  private readonly known = new Map<string, WholeModel>();
  private readonly context: TrainingContext;
  private readonly stragglers: number;

  constructor(context: TrainingContext) {
    this.context = context;
    const { workload, plan, constants } = context;
    const domains = Math.max(1, workload.gpus / plan.cluster.gpusPerDomain);
    this.stragglers = constants.stragglerPerDoubling * Math.log2(domains);
  }

  /** No step of this layout, whatever its sharding, is faster, s. */
  of(layout: Layout): number {
    const { workload, constants } = this.context;
    const model = this.whole(layout);
    const batches = microBatches(this.context, layout);
    const layers = Math.ceil(workload.model.layers / layout.pipeline);
    const schedule = scheduleOf(layout);
    // A rank with stages of both directions works as long as the mean of the two.
    const leastS = schedule.directions === 2 ? 0 : layers * model.leastLayerS;
    const slowestS = Math.max(model.sumS / layout.pipeline, leastS);
    const bubbleS = WAITS_FOR_OTHERS.has(schedule.name)
      ? Math.max(0, model.sumS - slowestS) / layout.virtualPipeline
      : 0;
    const stragglersS = batches * slowestS * model.leastComputing * this.stragglers;
    return (batches * slowestS + bubbleS + stragglersS + constants.stepOverheadS) * ROUNDING;
  }

  private whole(layout: Layout): WholeModel {
    const { recomputeLayers, pipelineLayout, pipeline } = layout;
    const all = this.splitAlike(layout, null);
    if (recomputeLayers === null) return all;
    // Which layers are redone depends on the stage, unless all are alike.
    const none = this.splitAlike(layout, 0);
    const { layers } = this.context.workload.model;
    const alike = this.context.kinds.length === 1 && pipelineLayout === null;
    const redone = alike ? Math.min(1, (recomputeLayers * pipeline) / layers) : 0;
    return {
      sumS: none.sumS + redone * (all.sumS - none.sumS),
      leastLayerS: none.leastLayerS,
      leastComputing: Math.min(none.leastComputing, all.leastComputing),
    };
  }

  /** The whole model with all its layers redone where the layout redoes any, or none. */
  private splitAlike(layout: Layout, redone: 0 | null): WholeModel {
    const { tensor, context, expert, expertTensor, microBatch, sequenceParallel, recompute, recomputeModules } = layout;
    const key = `${tensor} ${context} ${expert} ${expertTensor} ${microBatch} ${sequenceParallel} ${recompute} ${recomputeModules} ${redone}`;
    let model = this.known.get(key);
    if (model === undefined) {
      model = this.build(layout, redone);
      this.known.set(key, model);
    }
    return model;
  }

  /** The whole model as one stage. */
  private build(layout: Layout, redone: 0 | null): WholeModel {
    const { kinds, ofLayer } = this.context;
    const single: Layout = {
      ...layout,
      pipeline: 1,
      virtualPipeline: 1,
      schedule: '1f1b',
      pipelineLayout: null,
      recomputeLayers: redone,
    };
    const counts = kinds.map((_, kind) => ofLayer.filter((of) => of === kind).length);
    const cost = (of: readonly number[]): Stage => {
      const [stage] = stageCosts(this.context, single, groups(single), [
        { layers: of, embedding: true, head: true },
      ]).stages;
      if (stage === undefined) throw new Error('a pipeline has at least one stage');
      return stage;
    };
    const ends = cost(kinds.map(() => 0));
    let leastLayerS = Number.POSITIVE_INFINITY;
    let leastComputing = computing(ends);
    kinds.forEach((_, kind) => {
      if (counts[kind] === 0) return;
      const one = cost(kinds.map((_other, other) => (other === kind ? 1 : 0)));
      leastLayerS = Math.min(leastLayerS, one.totalS - ends.totalS);
      leastComputing = Math.min(leastComputing, (computeS(one) - computeS(ends)) / (one.totalS - ends.totalS));
    });
    return { sumS: cost(counts).totalS, leastLayerS, leastComputing: Math.max(0, leastComputing) };
  }
}

type Stage = StageCosts['stages'][number];

const computeS = ({ forwardS, inputGradS, weightGradS, recomputeS }: Stage): number =>
  forwardS + inputGradS + weightGradS + recomputeS;

const computing = (stage: Stage): number => (stage.totalS === 0 ? 1 : computeS(stage) / stage.totalS);
