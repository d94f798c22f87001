import { isRate, modeFor } from '../../catalog/port-mode.ts';
import type { Nic, Switch } from '../../catalog/types.ts';
import { nicMismatch, tierListTooLong } from '../../diagnostics/messages/consistency.ts';
import { outOfRange } from '../../diagnostics/messages/schema.ts';
import { formatLinkRate } from '../../units/format.ts';
import type { Placement, Routing, TopologyPlan } from '../plan.ts';
import type { Section } from '../schema/spec.ts';
import type { Cluster } from './cluster.ts';
import { judged } from './defaults.ts';
import { resolveDevice, SWITCH } from './device.ts';
import { type Lengths, resolveMedia, resolveOptics } from './optics.ts';
import { checkBandwidth } from './plausible.ts';
import { resolveLayout } from './racks.ts';
import type { Resolving } from './resolving.ts';
import { globalLinks, resolvePlanes, resolveShape } from './shape.ts';

type TopologySpec = Section<'topology'>;

/** Fewest ports of a box that can be a tier of a fabric; entries below are price models of a single port. */
const FEWEST_PORTS = 8;

/** What the spec says elsewhere about how jobs use the fabric. */
interface Shared {
  readonly backgroundLoad: number | readonly number[] | undefined;
  readonly placement: Section<'workload'>['placement'];
}

/** Packed, like the share 0, is how the model counts without a placement. */
function placementOf(stated: Shared['placement']): Placement | undefined {
  if (stated === undefined || stated === 'packed' || stated === 0) return undefined;
  return stated === 'random' ? 1 : stated;
}

/** The fabric, or null when a part of it was refused. */
export function resolveTopology(
  resolving: Resolving,
  topology: TopologySpec,
  { nic, gpusPerNode, nicsPerNode, server }: Pick<Cluster, 'nic' | 'gpusPerNode' | 'nicsPerNode' | 'server'>,
  defaults: Lengths,
  shared: Shared,
): TopologyPlan | null {
  const placement = placementOf(shared.placement);
  const plain =
    topology.link_bandwidth === undefined || linkPaths(topology).every((path) => checkBandwidth(resolving, path));
  const shape = resolveShape(resolving, topology);
  const planes = resolvePlanes(resolving, topology);
  const portBytesPerS = nic === null ? null : nic.bytesPerS / portsOfNic(topology, planes);
  const found = resolveSwitches(resolving, topology, nic, portBytesPerS);
  if (topology.link_bandwidth === undefined) checkBreakout(resolving, topology, found?.[0], portBytesPerS);
  const switches =
    found === null || topology.breakout === undefined
      ? found
      : found.map((each) => brokenOut(each, topology.breakout ?? 1));
  const linkBytesPerS =
    topology.link_bandwidth === undefined
      ? fasterPorts(resolving, topology, switches?.[0], portBytesPerS)
      : listOf(topology.link_bandwidth);
  checkTiers(resolving, topology);
  if (gpusPerNode !== null && nicsPerNode !== null) checkRails(resolving, topology, gpusPerNode, nicsPerNode);
  const layout = resolveLayout(resolving, topology, gpusPerNode, server);
  const optics = resolveOptics(resolving, topology.optics, portBytesPerS, linkBytesPerS[0] ?? null, defaults);
  const racks =
    layout === null || optics === null
      ? undefined
      : resolveMedia(resolving, topology.optics, portBytesPerS, linkBytesPerS[0] ?? null, layout);
  if (topology.kind === undefined || switches === null || optics === null || !plain) return null;
  if (shape === null || planes === null || racks === null) return null;
  const spine = switches[Math.min(1, switches.length - 1)];
  const links = globalLinks(resolving, topology, spine, linkBytesPerS[0] ?? portBytesPerS);
  return {
    kind: topology.kind,
    switches,
    oversubscription: listOf(topology.oversubscription),
    tiers: topology.tiers ?? 'auto',
    routing: topology.routing ?? defaultRouting(resolving, topology, switches),
    inNetworkReduction: topology.in_network_reduction ?? false,
    managementEndpoints: topology.management_endpoints ?? 0,
    counts: stated(topology.counts),
    shape: links === null ? shape : { ...shape, links_per_pair: links },
    planes,
    linkBytesPerS,
    spareFraction: topology.spares ?? 0,
    optics,
    ...(racks === undefined ? {} : { racks }),
    backgroundLoad: listOf(shared.backgroundLoad),
    ...(placement === undefined ? {} : { placement }),
  };
}

const listOf = (value: number | readonly number[] | undefined): readonly number[] =>
  value === undefined ? [] : typeof value === 'number' ? [value] : value;

const stated = (values: Readonly<Record<string, number | undefined>> | undefined): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(values ?? {}).filter((entry): entry is [string, number] => entry[1] !== undefined));

const linkPaths = ({ link_bandwidth }: TopologySpec): readonly string[] =>
  Array.isArray(link_bandwidth)
    ? link_bandwidth.map((_, i) => `topology.link_bandwidth[${i}]`)
    : ['topology.link_bandwidth'];

/** Ports that share the rate of a NIC: one a plane that it is in, or one a link of a torus. */
function portsOfNic({ kind, shape }: TopologySpec, planes: number | null): number {
  if (kind === 'torus')
    return Math.max(
      1,
      (shape?.dimensions ?? []).reduce((sum, size) => sum + Math.min(2, size - 1), 0),
    );
  return (kind === 'multi-plane' ? shape?.planes_per_nic : undefined) ?? planes ?? 1;
}

/** A split port must still carry what a port of the NIC sends. */
function checkBreakout(
  { at, report }: Resolving,
  { breakout = 1 }: TopologySpec,
  leaf: Switch | undefined,
  portBytesPerS: number | null,
): void {
  const [full] = leaf?.modes ?? [];
  if (leaf === undefined || full === undefined || portBytesPerS === null || breakout === 1) return;
  const most = Math.max(1, Math.floor(full.bytesPerS / portBytesPerS));
  if (breakout <= most) return;
  const rates = `${formatLinkRate(full.bytesPerS)} of ${leaf.id} for ${formatLinkRate(portBytesPerS)} of the NIC`;
  report(outOfRange(at('topology.breakout'), breakout, most === 1 ? `1: ${rates}` : `at most ${most}: ${rates}`));
}

/** A switch whose ports run whole or split in `breakout` links. */
function brokenOut(device: Switch, breakout: number): Switch {
  const [full] = device.modes;
  if (full === undefined || breakout === 1) return { ...device, modes: device.modes.slice(0, 1) };
  const listed = device.modes.find((mode) => mode.breakout === breakout);
  const split = listed ?? { ports: full.ports * breakout, bytesPerS: full.bytesPerS / breakout, breakout };
  return { ...device, modes: [full, split] };
}

function resolveSwitches(
  resolving: Resolving,
  topology: TopologySpec,
  nic: Nic | null,
  portBytesPerS: number | null,
): readonly Switch[] | null {
  if (topology.switch !== undefined) {
    const list = Array.isArray(topology.switch) ? topology.switch : [topology.switch];
    const found = list.map((reference, i) =>
      resolveDevice(
        resolving,
        Array.isArray(topology.switch) ? `topology.switch[${i}]` : 'topology.switch',
        reference,
        SWITCH,
      ),
    );
    const switches = found.filter((entry) => entry !== null);
    if (switches.length < found.length) return null;
    const [leaf] = switches;
    if (topology.kind === 'torus' || leaf === undefined || nic === null || portBytesPerS === null) return switches;
    return takes(resolving, topology, leaf, nic, portBytesPerS) ? switches : null;
  }
  // A torus has no switches.
  if (topology.kind === 'torus') return [];
  if (nic === null || portBytesPerS === null || !resolving.intact('topology.switch')) return null;
  const found = defaultSwitch(resolving, nic, portBytesPerS);
  if (found === undefined) {
    resolving.report(
      nicMismatch(
        resolving.at('topology', 'key'),
        `no switch in the catalog has ports of ${formatLinkRate(portBytesPerS)} or more`,
        'name one with topology.switch',
      ),
    );
    return null;
  }
  return [found];
}

/** Whether a leaf has ports as fast as those of the NIC. */
function takes(
  { report, at }: Resolving,
  topology: TopologySpec,
  leaf: Switch,
  nic: Nic,
  portBytesPerS: number,
): boolean {
  const fastest = Math.max(0, ...leaf.modes.map(({ bytesPerS }) => bytesPerS));
  if (fastest >= portBytesPerS) return true;
  const path = Array.isArray(topology.switch) ? 'topology.switch[0]' : 'topology.switch';
  const reason = `${leaf.id} has ports of ${formatLinkRate(fastest)}, the ${portBytesPerS === nic.bytesPerS ? '' : 'ports of the '}NIC ${nic.id} run${portBytesPerS === nic.bytesPerS ? 's' : ''} at ${formatLinkRate(portBytesPerS)}`;
  report(nicMismatch(at(path), reason, 'choose a faster switch or a slower NIC'));
  return false;
}

/** The first switch of the NIC's technology whose full rate, or else a breakout, is the rate of a port of the NIC. */
function defaultSwitch({ catalog, ledger }: Resolving, nic: Nic, bytesPerS: number): Switch | undefined {
  const technology = nic.transport === 'infiniband' ? 'infiniband' : 'ethernet';
  const candidates = catalog.switches.filter(
    (entry) => entry.status === 'available' && (entry.modes[0]?.ports ?? 0) >= FEWEST_PORTS,
  );
  const own = candidates.filter((entry) => entry.technology === technology);
  const either = candidates.filter((entry) => entry.technology === 'infiniband' || entry.technology === 'ethernet');
  const atFullRate = (entry: Switch): boolean => entry.modes[0]?.bytesPerS === bytesPerS;
  const atAnyRate = (entry: Switch): boolean => entry.modes.some((mode) => mode.bytesPerS === bytesPerS);
  // Ports of a NIC in planes: the switch that fits the whole NIC, broken out.
  const split = (entry: Switch): boolean => entry.modes[0]?.bytesPerS === nic.bytesPerS && atAnyRate(entry);
  const exact =
    own.find(split) ?? own.find(atFullRate) ?? own.find(atAnyRate) ?? either.find(atFullRate) ?? either.find(atAnyRate);
  const found = exact ?? slowestAbove(own, bytesPerS) ?? slowestAbove(either, bytesPerS);
  if (found !== undefined) {
    const rate = `ports of ${formatLinkRate(bytesPerS)}${exact === undefined ? ' or more' : ''}`;
    ledger.assume('topology.switch', found.id, null, judged(`first switch with ${rate}`));
  }
  return found;
}

/** The switch with the slowest ports that carry the rate, of equals the first. */
function slowestAbove(switches: readonly Switch[], bytesPerS: number): Switch | undefined {
  const rate = (device: Switch): number => modeFor(device, bytesPerS)?.bytesPerS ?? Number.POSITIVE_INFINITY;
  const slowest = Math.min(...switches.map(rate));
  return Number.isFinite(slowest) ? switches.find((device) => rate(device) === slowest) : undefined;
}

/** Links between switches run at the rate of their ports where the NICs are slower than that. */
function fasterPorts(
  { ledger, intact }: Resolving,
  { kind }: TopologySpec,
  leaf: Switch | undefined,
  nicBytesPerS: number | null,
): readonly number[] {
  if (leaf === undefined || nicBytesPerS === null || kind === 'single-switch' || kind === 'torus') return [];
  const port = modeFor(leaf, nicBytesPerS)?.bytesPerS;
  if (port === undefined || isRate(port, nicBytesPerS) || !intact('topology.link_bandwidth')) return [];
  const source = `ports of ${leaf.id}; the NIC uses ${formatLinkRate(nicBytesPerS)} of one`;
  return [ledger.assume('topology.link_bandwidth', port, 'B/s', judged(source))];
}

function defaultRouting({ ledger }: Resolving, { kind }: TopologySpec, switches: readonly Switch[]): Routing {
  if (kind === 'torus') {
    return ledger.assume('topology.routing', 'static', null, judged('rings follow the axes of a torus'));
  }
  const adaptive = switches[0]?.technology === 'infiniband';
  return ledger.assume('topology.routing', adaptive ? 'adaptive' : 'ecmp', null, {
    source: adaptive ? 'InfiniBand fabrics route adaptively' : 'Ethernet fabrics hash flows over equal paths',
    confidence: 'judgement',
  });
}

/** A rail joins the NICs of the same GPU position: each GPU has the same number of them, or each NIC of GPUs. */
function checkRails({ report, at }: Resolving, { kind }: TopologySpec, gpus: number, nics: number): void {
  if (kind !== 'rail-optimized' || gpus % nics === 0 || nics % gpus === 0) return;
  const reason = `${nics} NICs of a node cannot be shared evenly by its ${gpus} GPUs, which rails need`;
  report(nicMismatch(at('nics'), reason, 'change nics.per_node, or use fat-tree'));
}

/** Lists by tier against a stated number of tiers: n tiers have n - 1 with uplinks. */
function checkTiers({ report, at, intact }: Resolving, topology: TopologySpec): void {
  const { tiers } = topology;
  if (typeof tiers !== 'number' || !intact('topology.tiers')) return;
  const lists = [
    ['oversubscription', topology.oversubscription, tiers - 1],
    ['link_bandwidth', topology.link_bandwidth, tiers - 1],
    ['switch', topology.switch, tiers],
  ] as const;
  for (const [key, value, limit] of lists) {
    if (Array.isArray(value) && value.length > Math.max(1, limit))
      report(tierListTooLong(at(`topology.${key}`), value.length, Math.max(1, limit), tiers));
  }
}
