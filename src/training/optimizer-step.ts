import type { Architecture } from '../catalog/types.ts';
import type { ShardParameters } from '../model/shard.ts';
import type { TrainingContext } from './context.ts';
import { MOMENTS, weightBytes } from './memory.ts';

const MASTER_BYTES = 4;
/** Newton-Schulz iterations of Muon (Jordan et al. 2024; Liu et al. 2025, arXiv 2502.16982, section 2.1). */
const ITERATIONS = 5;

/**
 * Bytes that one parameter's update reads and writes: the fp32 master weight and the moments both ways, a 16-bit weight
 * written where there is one, the gradient read for its norm, read again and zeroed.
 */
function updateBytes(
  { workload: { optimizer, momentBytes, gradientBytes } }: TrainingContext,
  trained: number,
): number {
  const weight = trained === MASTER_BYTES ? 0 : trained;
  return 2 * (MASTER_BYTES + MOMENTS[optimizer] * momentBytes) + weight + 3 * gradientBytes;
}

/** FLOPs per parameter that make a matrix of m x n, m the smaller, orthogonal: X X', its square, their product with X. */
const orthogonalFlops = (m: number, n: number): number => ITERATIONS * (4 * m + (2 * m * m) / n);

function muonFlops({ hidden, ffn, moe }: Architecture, { dense, expert }: ShardParameters): number {
  const of = (width: number): number => orthogonalFlops(Math.min(hidden, width), Math.max(hidden, width));
  return dense * of(ffn) + (moe === null ? 0 : expert * of(moe.ffn));
}

/**
 * Time of one update of the parameters whose state a GPU holds, s: memory traffic, for Muon the products that make its
 * matrices orthogonal (all taken as hidden x feed-forward width). State on the host is updated there, one after the other:
 * gradients go down, the host's memory moves what the GPU's would, weights come back (Megatron-LM optimizer-cpu-offload
 * without overlap; Ren et al. 2021, ZeRO-Offload, arXiv 2101.06840).
 */
export function optimizerS(context: TrainingContext, held: ShardParameters): number {
  const { workload, device, constants } = context;
  const parameters = held.dense + held.expert;
  const { trained } = weightBytes(context);
  const bytes = updateBytes(context, trained);
  const rate = device.matmulFlopsPerS.bf16 ?? device.matmulFlopsPerS.fp32;
  const muonS = workload.optimizer === 'muon' && rate !== null ? muonFlops(workload.model, held) / rate : 0;
  const away = workload.optimizerOffload;
  const travels = (workload.gradientBytes + trained) / device.hostLinkBytesPerS;
  const hostS = parameters * (travels + bytes / constants.hostMemoryBytesPerS);
  return muonS + (1 - away) * ((parameters * bytes) / device.memoryBytesPerS) + away * hostS;
}
