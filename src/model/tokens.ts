import type { Layout, Workload } from '../spec/plan.ts';

/** Tokens of one micro-batch as one GPU sees them. */
export interface Tokens {
  /** After the context split: rows of the tensor-parallel matrix products. */
  readonly rows: number;
  /** After the sequence-parallel split too: rows of norms, residuals and dropout. */
  readonly ownRows: number;
  /** Rows that the experts of one GPU process, all its local experts together, with the busiest rank's excess. */
  readonly expertRows: number;
}

/**
 * With capacity factor c every expert takes exactly c x its fair share; dropless, the busiest rank takes `imbalance` times
 * its share. An unknown imbalance counts as balanced (and is an assumption of the report).
 */
export function tokens(workload: Workload, layout: Layout): Tokens {
  const rows = (layout.microBatch * workload.sequenceLength) / layout.context;
  const ownRows = layout.sequenceParallel ? rows / layout.tensor : rows;
  const moe = workload.model.moe;
  if (moe === null) return { rows, ownRows, expertRows: 0 };
  const load = moe.capacityFactor ?? moe.imbalance ?? 1;
  return { rows, ownRows, expertRows: (rows / layout.tensor) * layout.expertTensor * moe.topK * load };
}
