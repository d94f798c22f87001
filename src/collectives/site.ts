import type { Pattern } from '../fabric/types.ts';
import { type ConstantReader, constantReader } from './constants.ts';
import { type Geometry, placeGroup } from './geometry.ts';
import type { Group, Interconnect } from './types.ts';

export type Hop = 'nvlink' | 'pcie';

/** What leaves a domain: the group's share of the NICs and of the fabric behind them, one direction. */
export interface ScaleOut {
  /** Bytes/s that the group's members of one domain sustain together; of the emptiest, which holds back the others. */
  readonly bytesPerS: number;
  /** Bytes/s of one member. */
  readonly memberBytesPerS: number;
  /** The same share as `bytesPerS` at the NICs' line rate, and of what the fabric behind them carries. */
  readonly lineBytesPerS: number;
  readonly fabricBytesPerS: number;
  /** What the fabric adds to the library's own latency of one step between domains, s. */
  readonly latencyS: number;
  readonly crossing: readonly number[];
  /** nic or the name of the fabric tier that binds. */
  readonly limit: string;
}

/** One group on one machine, as an algorithm sees it. */
export interface Site extends Geometry {
  /** nvidia runs NCCL, amd runs RCCL. */
  readonly vendor: string;
  readonly hop: Hop;
  readonly switched: boolean;
  readonly inNetworkReduction: boolean;
  /** Rails that no switch joins; 1 where the fabric joins all NICs. */
  readonly separateRails: number;
  /** Rate at which one member can send inside the island, line rate, one direction, bytes/s. */
  readonly scaleUpBytesPerS: number;
  /** Channels that the library opens between domains. */
  readonly networkChannels: number;
  /** Library's hidden step latencies and limits. */
  readonly constant: ConstantReader;
  /** Neighbouring domains of the group whose ring stays under one leaf; `domains` where all of it does. */
  readonly domainsPerLeaf: number;
  scaleOut(pattern: Pattern): ScaleOut;
  /** The same for rings over every `apart`-th domain of the group, `domains` each. */
  scaleOutAmong(domains: number, apart: number): ScaleOut;
}

/** Patterns whose messages all leave at once towards many peers sustain less of the NIC than ordered neighbours. */
const EFFICIENCY_CONSTANT: Readonly<Record<Pattern, string>> = {
  ring: 'network_efficiency',
  tree: 'network_efficiency',
  neighbour: 'network_efficiency',
  'all-to-all': 'network_all_to_all_efficiency',
};

export function siteOf(group: Group, interconnect: Interconnect, domainGpus: number): Site {
  const { cluster, fabric } = interconnect;
  const constant = constantReader(interconnect.constants);
  const geometry = placeGroup(group, domainGpus);
  const scaleUp = cluster.gpu.scaleUp;
  const bridged = domainGpus > cluster.gpusPerDomain && geometry.ranksPerDomain * group.stride > cluster.gpusPerDomain;
  const hop: Hop = bridged || scaleUp.topology === 'none' ? 'pcie' : 'nvlink';
  const known = new Map<Pattern, ScaleOut>();
  const nicsPerDomain = (cluster.nicsPerNode * domainGpus) / cluster.gpusPerNode;
  const among = (pattern: Pattern, part: Geometry): ScaleOut =>
    scaleOutOf(pattern, part, interconnect, nicsPerDomain, domainGpus, constant, fabric);
  const ringAmong = (domains: number, apart: number): ScaleOut =>
    among('ring', { ...geometry, domains, domainStride: geometry.domainStride * apart });
  return {
    ...geometry,
    vendor: cluster.gpu.vendor.toLowerCase(),
    hop,
    switched: scaleUp.topology === 'switched' && !bridged,
    inNetworkReduction: interconnect.inNetworkReduction,
    separateRails: fabric.separateRails ?? 1,
    scaleUpBytesPerS: scaleUpRate(geometry, interconnect, hop, bridged, constant),
    networkChannels: networkChannels(geometry, nicsPerDomain, cluster.nic.bytesPerS, constant),
    constant,
    get domainsPerLeaf() {
      return domainsPerLeaf(geometry.domains, (domains) => ringAmong(domains, 1).crossing);
    },
    scaleOut(pattern) {
      let found = known.get(pattern);
      if (found === undefined) {
        found = among(pattern, geometry);
        known.set(pattern, found);
      }
      return found;
    },
    scaleOutAmong: ringAmong,
  };
}

/** The largest divisor of `domains` whose ring sends nothing above the leaf; 1 where even two domains do. */
function domainsPerLeaf(domains: number, crossingOf: (domains: number) => readonly number[]): number {
  for (let parts = 1; parts < domains; parts++) {
    const size = domains / parts;
    if (Number.isInteger(size) && crossingOf(size).every((share) => share === 0)) return size;
  }
  return 1;
}

/**
 * One channel per NIC and at most one per member; a few fast NICs are split over two channels each (NCCL 2.30.7,
 * src/graph/search.cc, duplication of channels).
 */
function networkChannels(geometry: Geometry, nics: number, nicBytesPerS: number, constant: ConstantReader): number {
  const own = Math.max(1, Math.round(Math.min(nics * geometry.leastNicShare, geometry.fewestPerDomain)));
  const split = own <= constant('split_channels_up_to') && nicBytesPerS >= constant('split_channels_from_rate');
  return split ? 2 * own : own;
}

function scaleUpRate(
  geometry: Geometry,
  interconnect: Interconnect,
  hop: Hop,
  bridged: boolean,
  constant: ConstantReader,
): number {
  const { scaleUp } = interconnect.cluster.gpu;
  if (bridged) return constant('pcie_bandwidth');
  const line = scaleUp.bytesPerS > 0 ? scaleUp.bytesPerS : constant('pcie_bandwidth');
  if (hop === 'pcie' || scaleUp.topology !== 'mesh') return line;
  // A mesh GPU has one link to each other GPU of the domain: a smaller group leaves links idle.
  const links = Math.max(1, scaleUp.domainGpus - 1);
  return line * Math.min(1, Math.max(1, geometry.ranksPerDomain - 1) / links);
}

function scaleOutOf(
  pattern: Pattern,
  geometry: Geometry,
  interconnect: Interconnect,
  nicsPerDomain: number,
  domainGpus: number,
  constant: ConstantReader,
  fabric: Interconnect['fabric'],
): ScaleOut {
  const { cluster } = interconnect;
  const scaleUpDomains = Math.max(1, Math.round(domainGpus / cluster.gpusPerDomain));
  const capacity = fabric.capacity(pattern, {
    domains: geometry.domains * scaleUpDomains,
    stride: geometry.domainStride,
  });
  const line = nicsPerDomain * cluster.nic.bytesPerS;
  const nics = line * constant(EFFICIENCY_CONSTANT[pattern]);
  const tier = capacity.domainBytesPerS * scaleUpDomains;
  const share = geometry.leastNicShare * interconnect.scaleOutFactor;
  return {
    bytesPerS: Math.min(nics, tier) * share,
    memberBytesPerS: (Math.min(nics, tier) * interconnect.scaleOutFactor) / geometry.domainGpus,
    lineBytesPerS: line * share,
    fabricBytesPerS: tier * share,
    latencyS:
      Math.max(0, capacity.latencyS - constant('network_reference_latency')) + (interconnect.extraLatencyS ?? 0),
    crossing: capacity.crossing,
    limit: tier < nics ? capacity.bindingTier : 'nic',
  };
}
