/** Time of one micro-batch on the stages of a pipeline, s. */
export interface StageTimes {
  /** Forward, input gradient (with recomputation) and weight gradient of the slowest stage. */
  readonly forwardS: number;
  readonly inputGradS: number;
  readonly weightGradS: number;
  /** Forward + backward of every stage summed, and of the slowest. */
  readonly sumS: number;
  readonly slowestS: number;
}

/** One way to order micro-batches over stages: one file, one registry line. */
export interface PipelineSchedule {
  readonly name: string;
  /** Idle time of the slowest stage per step, s. */
  bubbleS(times: StageTimes, stages: number, virtualStages: number, microBatches: number): number;
  /** Micro-batches whose activations stage `stage` holds at its peak, in units of the whole stage's layers. */
  inFlight(stage: number, stages: number, virtualStages: number, microBatches: number): number;
  /** Point-to-point messages that the slowest stage waits for per micro-batch, where none hide. */
  sendsPerMicroBatch(virtualStages: number): number;
}
