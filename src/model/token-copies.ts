import type { MixtureOfExperts } from '../catalog/types.ts';

/** Expected number of distinct places among `places` that `k` draws without replacement from `experts` hit. */
export function distinctPlaces(experts: number, k: number, places: number): number {
  const perPlace = experts / places;
  let missed = 1;
  for (let i = 0; i < k; i++) missed *= Math.max(0, experts - perPlace - i) / (experts - i);
  return places * (1 - missed);
}

/**
 * Copies of a token that an expert exchange sends. A plain all-to-all sends one for each chosen expert; DeepEP and HybridEP
 * send one to each distinct node (or, inside one scale-up domain, to each distinct rank) and copy it there. Source of the
 * expectation: reference on all-to-all, E[D] = N (1 - C(E - E/N, k) / C(E, k)); 256 experts, top 8, 8 nodes give 5.295.
 */
export function tokenCopies(
  moe: MixtureOfExperts,
  group: { readonly ranks: number; readonly stride: number },
  gpusPerDomain: number,
): number {
  if (moe.dispatcher !== 'deepep' && moe.dispatcher !== 'hybridep') return moe.topK;
  const ranksPerDomain = Math.max(1, Math.min(group.ranks, Math.floor(gpusPerDomain / group.stride)));
  const domains = Math.ceil(group.ranks / ranksPerDomain);
  return distinctPlaces(moe.experts, moe.topK, domains > 1 ? domains : group.ranks);
}
