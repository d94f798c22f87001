import type { Algorithm } from '../../collectives/algorithm.ts';

/** What `explain` says about a collective algorithm. */
export const algorithmFacts = ({ id, ops, automatic, alpha, beta, lowerBound, source, needs }: Algorithm) => ({
  algorithm: id,
  operations: ops,
  chosen_by_library: automatic,
  latency: alpha,
  bandwidth: beta,
  lower_bound: lowerBound,
  source,
  needs: needs ?? null,
});

/** The same for people. p ranks, g of them on each of N scale-up domains, S bytes. */
export function algorithmText(algorithm: Algorithm): string {
  const { id, ops, automatic, alpha, beta, lowerBound, source, needs } = algorithm;
  const [op] = ops;
  return [
    `${id} (collective algorithm)`,
    `  runs ${ops.join(', ')}; ${automatic ? 'libraries choose it by themselves' : 'only where --algorithm names it'}`,
    '',
    `  latency      ${alpha}`,
    `  bandwidth    ${beta}`,
    `  lower bound  ${lowerBound}`,
    `  source       ${source}`,
    ...(needs === undefined ? [] : [`  needs        ${needs}`]),
    '  p ranks, g on each of N scale-up domains, S bytes as nccl-tests counts them',
    `  example      fabricplan collective cluster.yaml --op ${op} --algorithm ${id}`,
    '',
  ].join('\n');
}
