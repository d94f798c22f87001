import type { Fabric, FabricTier } from '../fabric/types.ts';
import type { LengthClass, Plan, RacksPlan } from '../spec/plan.ts';

/** Links of one length class. */
export interface PlacedLinks {
  readonly place: LengthClass;
  readonly links: number;
}

const placed = (rack: number, row: number, hall: number): readonly PlacedLinks[] =>
  [
    { place: 'rack' as const, links: rack },
    { place: 'row' as const, links: row },
    { place: 'hall' as const, links: hall },
  ].filter(({ links }) => links > 0);

/** GPUs that a leaf joins: one NIC of each node, or of each domain, in rails; all NICs of a node otherwise. */
function gpusOfLeaf({ cluster }: Plan, { kind, tiers }: Fabric, { downPorts }: FabricTier): number {
  if (tiers.length === 1 && kind !== 'rail-only') return cluster.gpus;
  const each =
    kind === 'rail-optimized'
      ? cluster.gpusPerNode
      : kind === 'rail-only'
        ? cluster.gpusPerDomain
        : cluster.gpusPerNode / cluster.nicsPerNode;
  return Math.min(cluster.gpus, downPorts * each);
}

/**
 * Access links by length class. A leaf in one of the R racks that it serves is as near as that for 1/R of its links; racks of
 * its row come next. A leaf in a network rack of the row is in none of them.
 */
export function placeAccess(plan: Plan, fabric: Fabric, leaf: FabricTier, racks: RacksPlan): readonly PlacedLinks[] {
  const links = fabric.accessLinks;
  const spanned = Math.max(1, Math.ceil(gpusOfLeaf(plan, fabric, leaf) / racks.gpusPerRack));
  const rack = racks.leafPosition === 'in-rack' ? Math.floor(links / spanned) : 0;
  const inRow = Math.floor((links * Math.min(spanned, racks.racksPerRow)) / spanned);
  return placed(rack, Math.max(0, inRow - rack), links - Math.max(rack, inRow));
}

/** Links between tiers of switches: as far as the cluster is large. */
export function placeUplinks({ cluster }: Plan, links: number, racks: RacksPlan): readonly PlacedLinks[] {
  const all = Math.ceil(cluster.gpus / racks.gpusPerRack);
  return all <= racks.racksPerRow ? placed(0, links, 0) : placed(0, 0, links);
}

/** Links between switches of one tier, or between endpoints of a torus: what stays in a rack, in a row, and the rest. */
export function placePeers(plan: Plan, fabric: Fabric, links: number, racks: RacksPlan): readonly PlacedLinks[] {
  const { cluster } = plan;
  const perRack = (racks.gpusPerRack * cluster.nicsPerNode) / cluster.gpusPerNode;
  const all = cluster.nodes * cluster.nicsPerNode;
  const within = (endpoints: number): number =>
    endpoints >= all ? links : Math.min(links, Math.floor(fabric.linksWithin?.(endpoints) ?? 0));
  const rack = within(perRack);
  const row = Math.max(rack, within(perRack * racks.racksPerRow));
  return placed(rack, row - rack, links - row);
}
