/** Time of one micro-batch on one pipeline rank, s; exposed communication belongs to the pass it delays. */
export interface PassTimes {
  readonly forwardS: number;
  /** With what is recomputed for it. */
  readonly inputGradS: number;
  readonly weightGradS: number;
}

/** The rank that takes longest, and all other ranks summed: those it waits for. */
export interface StageTimes {
  readonly slowest: PassTimes;
  readonly others: PassTimes;
}

export const passSumS = ({ forwardS, inputGradS, weightGradS }: PassTimes): number =>
  forwardS + inputGradS + weightGradS;

/** One way to order micro-batches over stages: one file, one registry line. */
export interface PipelineSchedule {
  readonly name: string;
  /** What a step takes longer than the micro-batches of the slowest rank, s. */
  bubbleS(times: StageTimes, stages: number, virtualStages: number): number;
  /** Micro-batches whose activations rank `stage` holds at its peak, in units of one micro-batch through the rank. */
  inFlight(stage: number, stages: number, virtualStages: number, microBatches: number): number;
  /** Point-to-point messages that a rank sends per micro-batch. */
  sendsPerMicroBatch(virtualStages: number): number;
  /** Chunks of the model that a rank holds, by their place in the model; `chunks` are there in all. */
  chunksOf(rank: number, stages: number, chunks: number): readonly number[];
  /** Ends at which micro-batches enter: with 2, each chunk lies on two ranks and does half of the micro-batches on each. */
  readonly directions: 1 | 2;
  /** Whether weight gradients may wait while the gradients of the inputs go on. */
  readonly splitsBackward: boolean;
  /** Whether a rank has other work while a message of its own travels. */
  readonly sendsHide: boolean;
  /**
   * Share of the passes that run beside one of another micro-batch, so that exchanges of experts can hide under its compute
   * where the software overlaps them.
   */
  pairedShare(stages: number, microBatches: number): number;
}

/** Chunk c lies on rank c mod stages (Megatron-LM); with one chunk a rank, in order. */
const roundRobin: PipelineSchedule['chunksOf'] = (rank, stages, chunks) =>
  Array.from({ length: Math.ceil((chunks - rank) / stages) }, (_, i) => rank + i * stages);

/** What most schedules have in common. */
export const oneWay: Pick<PipelineSchedule, 'chunksOf' | 'directions' | 'splitsBackward' | 'pairedShare'> = {
  chunksOf: roundRobin,
  directions: 1,
  splitsBackward: false,
  pairedShare: () => 1,
};

/**
 * The bubble that no order of passes avoids, s; negative where micro-batches fill the pipeline. One micro-batch has to pass
 * every chunk down and back, and the rank of the last chunk lets the others pass that chunk one by one. A schedule's own
 * formula is for a full pipeline. By definition of the dependencies; with one micro-batch it is the serial time.
 */
export function leastBubbleS(
  { splitsBackward }: PipelineSchedule,
  { slowest, others }: StageTimes,
  chunksPerRank: number,
  microBatches: number,
): number {
  const pathS = (times: PassTimes): number => passSumS(times) - (splitsBackward ? times.weightGradS : 0);
  const chunkS = pathS(slowest) / chunksPerRank;
  return pathS(others) + pathS(slowest) + (microBatches - 1) * chunkS - microBatches * passSumS(slowest);
}
