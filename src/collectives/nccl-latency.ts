import type { Protocol } from './algorithm.ts';
import type { Site } from './site.ts';

export type LatencyRow = 'tree' | 'ring';

/** Fixed cost of starting a kernel of this algorithm and protocol, s (NCCL 2.30.7, src/graph/tuning.cc, baseLat). */
export function baseLatencyS(site: Site, row: LatencyRow | 'pat', protocol: Protocol): number {
  return site.constant(`nccl_base_latency_${row}_${protocol}`);
}

/** One step inside the domain, s (tuning.cc, hwLat). */
export function innerStepS(site: Site, row: LatencyRow, protocol: Protocol): number {
  return site.constant(`nccl_step_latency_${site.hop}_${row}_${protocol}`);
}

/**
 * One step between domains, s: the library's network step (the tree row when a domain holds one member) and what
 * this transport and fabric add to it.
 */
export function outerStepS(site: Site, row: LatencyRow, protocol: Protocol): number {
  const { stepS } = site.scaleOut(row === 'tree' ? 'tree' : 'ring');
  const effective = site.ranksPerDomain === 1 ? 'tree' : row;
  return site.constant(`nccl_step_latency_network_${effective}_${protocol}`) + stepS;
}

/** Posting cost that a step inside the domain cannot undercut while the same ring crosses the network, s. */
export function postOverheadS(site: Site, protocol: Protocol): number {
  if (site.domains === 1) return 0;
  return site.constant('nccl_network_post_overhead') * (protocol === 'simple' ? 3 : 1);
}

/** Latency that fills the pipeline, by how many domains take part, s. */
export function fillLatencyS(site: Site): number {
  if (site.domains === 1) return site.constant('pipeline_fill_latency_one_domain');
  return site.constant(site.domains === 2 ? 'pipeline_fill_latency_two_domains' : 'pipeline_fill_latency_many_domains');
}

/** Host and launch cost that every operation pays on top of the library's own table, s. */
export function launchLatencyS(site: Site): number {
  return site.constant('collective_launch_latency');
}

/** Protocols a library may choose: RCCL has no LL128 outside gfx90a; LL128 needs NVLink inside the domain. */
export function protocolsOf(site: Site): readonly Protocol[] {
  return site.vendor === 'amd' || site.hop === 'pcie' ? LL_AND_SIMPLE : ALL_PROTOCOLS;
}

const LL_AND_SIMPLE: readonly Protocol[] = ['ll', 'simple'];
const ALL_PROTOCOLS: readonly Protocol[] = ['ll', 'll128', 'simple'];

/** Bandwidth ceiling of the LL protocol for the whole operation, bytes/s of bus bandwidth. */
export function llLimit(site: Site): number {
  const where = site.domains === 1 ? 'one_domain' : site.domains === 2 ? 'two_domains' : 'many_domains';
  return site.constant(`nccl_ll_limit_${where}`);
}
