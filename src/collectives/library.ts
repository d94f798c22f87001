import type { Protocol } from './algorithm.ts';
import type { Site } from './site.ts';

/** Start of a kernel, s: what an operation of one step costs beyond that step. */
export function kernelLatencyS(site: Site, protocol: Protocol): number {
  return site.constant(`kernel_latency_${protocol}`);
}

/** One step inside the domain, s. */
export function innerStepS(site: Site, protocol: Protocol): number {
  return site.constant(site.hop === 'pcie' ? `pcie_step_latency_${protocol}` : `scale_up_step_latency_${protocol}`);
}

/**
 * One step between domains, s: the library's own network step and what this transport and fabric add to it.
 */
export function outerStepS(site: Site, shape: 'tree' | 'ring', protocol: Protocol): number {
  const { latencyS } = site.scaleOut(shape);
  const transport = site.constant(`transport_step_latency_${shape}`) + transportExtraS(site, protocol);
  // With one member per domain every step of a ring is a network step of the dearer kind.
  const row = site.ranksPerDomain === 1 ? 'tree' : shape;
  return site.constant(`network_step_latency_${row}_${protocol}`) + transport + latencyS;
}

/** What a transport adds to a step of the protocols that move larger pieces, s. */
export function transportExtraS(site: Site, protocol: Protocol): number {
  return protocol === 'll' ? 0 : site.constant(`transport_extra_latency_${protocol}`);
}

/** What a step inside a domain costs at least while the same ring also crosses the network, s. */
export function postOverheadS(site: Site, protocol: Protocol): number {
  if (site.domains === 1) return 0;
  return site.constant('network_post_overhead') * (protocol === 'simple' ? 3 : 1);
}

/** Fill latency of a chain of chunks inside one domain or around a ring, s. */
export function ringFillS(site: Site, protocol: Protocol): number {
  if (site.domains > 1) return site.constant(`network_ring_fill_latency_${protocol}`);
  return protocol === 'll' ? 0 : site.constant('scale_up_fill_latency');
}

/**
 * Fill latency of a tree: a share of the latency of its path through the network, (d - 1) alpha of the chain formula.
 * Simple keeps several chunks in flight, so that depth tells less: its share falls with the root of the depth.
 */
export function treeFillS(site: Site, outerPathS: number, protocol: Protocol): number {
  if (site.domains === 1) return site.constant('scale_up_fill_latency');
  const depth = protocol === 'simple' ? Math.max(1, Math.floor(Math.log2(site.domains))) : 1;
  return (site.constant('network_tree_fill_share') * outerPathS) / Math.sqrt(depth);
}

/** Protocols a library may choose here. LL128 needs ordered 128-byte stores all the way: NVLink and an able transport. */
export function protocolsOf(site: Site): readonly Protocol[] {
  const orders = site.hop === 'nvlink' && site.constant('ll128_scale_up') > 0;
  if (!orders) return LL_AND_SIMPLE;
  return site.domains === 1 || site.constant('ll128_network') > 0 ? ALL_PROTOCOLS : LL_AND_SIMPLE;
}

const LL_AND_SIMPLE: readonly Protocol[] = ['ll', 'simple'];
const ALL_PROTOCOLS: readonly Protocol[] = ['ll', 'll128', 'simple'];

/** Bus bandwidth that protocol LL cannot exceed, bytes/s. */
export function llLimit(site: Site): number {
  return site.constant(`ll_limit_${extent(site)}`);
}

export function extent(site: Site): 'one_domain' | 'two_domains' | 'many_domains' {
  return site.domains === 1 ? 'one_domain' : site.domains === 2 ? 'two_domains' : 'many_domains';
}

/**
 * Bus bandwidth of a ring inside the domain, bytes/s. Where the ring leaves the domain, one member in g hands its data
 * to a NIC instead of a scale-up link.
 */
export function innerBusBytesPerS(site: Site): number {
  const { ranksPerDomain: g, domains } = site;
  const relief = domains > 1 && g > 1 ? g / (g - 1) : 1;
  const efficiency = site.constant(site.hop === 'pcie' ? 'ring_pcie_efficiency' : 'ring_scale_up_efficiency');
  return site.scaleUpBytesPerS * efficiency * relief;
}

/** Bus bandwidth of what a library runs through many wide domains, bytes/s: its channels are few for so many members. */
export function wideDomainLimit(site: Site): number {
  const wide = site.domains > 2 && site.ranksPerDomain > site.constant('nvls_narrow_domain');
  return wide ? site.constant('ring_wide_domain_limit') : Number.MAX_VALUE;
}

/** Rate of a large all-to-all inside the domain, bytes/s that one member sends. */
export function innerAllToAllBytesPerS(site: Site): number {
  const id = site.hop === 'pcie' ? 'all_to_all_pcie_efficiency' : 'all_to_all_scale_up_efficiency';
  return site.scaleUpBytesPerS * site.constant(id);
}
