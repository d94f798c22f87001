import type { Gpu } from '../../catalog/types.ts';
import { nodeTooLarge, partialNodes } from '../../diagnostics/messages/consistency.ts';
import { judged } from './defaults.ts';
import type { Resolving } from './resolving.ts';

export interface DomainInput {
  readonly gpu: Gpu;
  readonly gpus: number;
  readonly gpusPerNode: number;
  /** GPUs of a node as the maker builds it: a domain larger than that joins nodes. */
  readonly makersNode: number;
  readonly stated: number | undefined;
  /** Sizes of the groups that talk most: tensor, tensor x context, experts. */
  readonly groups: readonly number[];
}

/** No scale-up domain is larger; it bounds the search for a split. */
const MAX_SPLIT = 65_536;

/** GPUs of a scale-up domain that the job uses. */
export function resolveDomain(resolving: Resolving, input: DomainInput): number {
  const { report, at, intact, ledger } = resolving;
  const { gpu, gpus, gpusPerNode, makersNode, stated } = input;
  const holds = gpu.scaleUp.domainGpus;
  if (stated !== undefined) {
    if (stated > holds) report(nodeTooLarge(at('gpus.per_domain'), stated, `scale-up domain of "${gpu.id}"`, holds));
    else if (stated % gpusPerNode !== 0 && gpusPerNode % stated !== 0)
      report(partialNodes(at('gpus.per_domain'), stated, gpusPerNode));
    else if (gpus % stated !== 0 && intact('gpus.count'))
      report(partialNodes(at('gpus.count'), gpus, stated, 'scale-up domain'));
    return stated;
  }
  if (holds <= makersNode) return largestDivisor(gpusPerNode, Math.min(holds, gpusPerNode));
  const split = largestSplit(input);
  if (split === gpus) return split;
  return ledger.assume('gpus.per_domain', split, 'GPU', judged(`largest group-aligned split of a domain of ${holds}`));
}

const largestDivisor = (total: number, limit: number): number => {
  let size = limit;
  while (total % size !== 0) size--;
  return size;
};

/** Of the sizes that whole nodes fill and that divide the cluster, the largest that also aligns with the groups. */
function largestSplit({ gpu, gpus, gpusPerNode, groups }: DomainInput): number {
  const holds = Math.min(gpu.scaleUp.domainGpus, gpus, MAX_SPLIT);
  const divides = (a: number, b: number): boolean => a % b === 0 || b % a === 0;
  let plain = 0;
  for (let size = holds; size > 1; size--) {
    if (gpus % size !== 0 || !divides(size, gpusPerNode)) continue;
    if (plain === 0) plain = size;
    // A split that wastes more than half of the domain costs more than a group that straddles.
    if (size * 2 < plain) break;
    if (groups.every((group) => divides(size, group))) return size;
  }
  return Math.max(plain, 1);
}
