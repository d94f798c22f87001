/** How endpoints hang on leaves. `down` is the leaf's ports that face them. */
export interface Attachment {
  /** NICs of the cluster that the fabric joins. */
  readonly endpoints: number;
  /** Positions in the order that a packed job fills: endpoints, or nodes where a leaf takes one NIC of each. */
  readonly positions: number;
  /** Positions of one scale-up domain. */
  readonly domain: { readonly positions: number; readonly parts: number };
  /** Leaves that the endpoints and management ports need. */
  leaves(down: number): number;
  /** Leaves that serve the same positions, one a rail; 1 where a leaf takes all NICs of a node. */
  unitLeaves(down: number): number;
  /** Positions below one leaf. */
  positionsPerLeaf(down: number): number;
  /** NICs of one position on one leaf, and on all leaves. */
  nicsPerPosition(down: number): number;
  readonly nicsOfPosition: number;
  /** Largest cluster that `leaves` leaves hold, nodes. */
  largestNodes(leaves: number, down: number): number;
}
