import { type Entries, entry, stated } from './entry.ts';

const clos = 'closed forms of the topology kind; Clos: Al-Fares et al. 2008, vendor reference architectures';
const shape = ['plan:gpus.count', 'plan:nics.per_node', 'plan:topology.kind', 'plan:topology.switch'];

export const fabric: Entries = {
  'fabric.kind': stated('Kind of the topology', ['plan:topology.kind']),
  'fabric.tiers[].name': stated('Tier, from the leaf up'),
  'fabric.tiers[].switches': entry(
    'Switches of the tier',
    'links facing down / ports facing down, rounded to equal cabling',
    shape,
    clos,
  ),
  'fabric.tiers[].down_links': entry(
    'Links of the tier that face the hosts',
    'access links at the leaf, up links of the tier below otherwise',
    shape,
    clos,
  ),
  'fabric.tiers[].up_links': entry(
    'Links of the tier that face the next tier',
    'down links x link rate / oversubscription',
    [...shape, 'plan:topology.oversubscription'],
    clos,
  ),
  'fabric.tiers[].oversubscription': entry(
    'Bandwidth down over bandwidth up',
    'down bandwidth / up bandwidth; null at the top',
    ['plan:topology.oversubscription'],
  ),
  'fabric.tiers[].link_bytes_per_s': entry(
    'Rate of one link facing down, one direction',
    "the NIC's rate, or topology.link_bandwidth",
    ['plan:nics.bandwidth'],
  ),
  'fabric.tiers[].transceivers': entry(
    'Pluggable modules at both ends of the links below the tier and, at the top, between its switches',
    'ends of links with modules / links a module ends, rounded up on each device',
    ['fabric.tiers[].down_links', 'plan:topology.optics'],
  ),
  'fabric.switches': entry('Switches in all tiers and planes', 'sum over the tiers', ['fabric.tiers[].switches']),
  'fabric.inter_switch_links': entry('Links that join two switches', 'sum of the up links', [
    'fabric.tiers[].up_links',
  ]),
  'fabric.access_links': entry('Links that join a NIC and a leaf', 'nodes x NICs per node x planes', [
    'plan:gpus.count',
    'plan:gpus.per_node',
    'plan:nics.per_node',
    'fabric.planes',
  ]),
  'fabric.transceivers': entry(
    'Pluggable modules of the whole fabric; copper and active optical cables have none',
    'sum over the tiers',
    ['fabric.tiers[].transceivers'],
  ),
  'fabric.planes': stated('Independent copies of the fabric that share the traffic', ['plan:topology.planes']),
  'fabric.bisection_bytes_per_s': entry(
    'Rate between two halves of the endpoints, one direction, worst equal cut',
    'links across the cut x link rate',
    ['fabric.tiers[].up_links', 'fabric.tiers[].link_bytes_per_s'],
    clos,
  ),
  'fabric.max_hops': entry('Switches crossed on the longest minimal path', '2 x tiers - 1 in a Clos', shape, clos),
  'fabric.mean_hops': entry(
    'Switches crossed on a minimal path, mean over all pairs of endpoints',
    'pairs by the lowest tier that joins them, weighted',
    shape,
    clos,
  ),
  'fabric.latency_s.min': entry(
    'One-way latency of the nearest pair, without NICs',
    'hops x switch latency + cable length x delay',
    ['plan:topology.switch', 'fabric.max_hops'],
  ),
  'fabric.latency_s.mean': entry(
    'One-way latency, mean over all pairs, without NICs',
    'mean hops x switch latency + cable length x delay',
    ['plan:topology.switch', 'fabric.mean_hops'],
  ),
  'fabric.latency_s.max': entry(
    'One-way latency of the farthest pair, without NICs',
    'most hops x switch latency + cable length x delay',
    ['plan:topology.switch', 'fabric.max_hops'],
  ),
};
