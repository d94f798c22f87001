/** How an endpoint joins the fabric: one cable to each of `switches` (several: one port a plane). */
export interface Attachment {
  readonly switches: readonly number[];
  /** Rate of one of its cables, bytes/s. */
  readonly bytesPerS: number;
}

/**
 * A fabric as an explicit graph. Endpoints are NICs, numbered domain by domain; switches are numbered from 0; links between
 * switches are directed, 2i and 2i + 1 being the two directions of the same cables.
 */
export interface Graph {
  /** Names of the tiers that links belong to: a link belongs to the lower of its two tiers. */
  readonly tiers: readonly string[];
  readonly switches: number;
  /** Tier of each switch, an index of `tiers`. */
  readonly switchTier: readonly number[];
  readonly endpoints: number;
  /** NICs of one scale-up domain. */
  readonly endpointsPerDomain: number;
  readonly attachments: readonly Attachment[];
  readonly attachmentOf: Int32Array;
  readonly linkFrom: readonly number[];
  readonly linkTo: readonly number[];
  /** Parallel cables of a link. */
  readonly linkCables: readonly number[];
  /** Rate of one cable, bytes/s. */
  readonly linkBytesPerS: readonly number[];
  readonly linkTier: readonly number[];
  /** Steps that routing counts a link as: minimal paths have the fewest. 1, or more where the kind's rule avoids it. */
  readonly linkSteps: readonly number[];
  /** Links that leave each switch. */
  readonly out: readonly (readonly number[])[];
  /**
   * Attachments that adaptive routing may pass by outside the minimal paths: networks without a tree above them need detours to
   * use their links. Empty: it stays minimal.
   */
  readonly detours: readonly number[];
  /** Endpoints in the order of their switches and ports: what deterministic routing counts destinations by. */
  readonly ordinal: Int32Array;
  /** Sizes of the axes where switches are the places of a torus, the last axis fastest; empty: they are not. */
  readonly torus: readonly number[];
}

/** Collects a graph piece by piece. */
export interface GraphBuilder {
  /** Adds `count` switches of a tier; their first number. */
  addSwitches(tier: number, count: number): number;
  /** Joins two switches by `cables` full-duplex cables; a second call for the same pair adds to the first. */
  join(a: number, b: number, cables: number, bytesPerS: number, tier?: number, steps?: number): void;
  /** Attaches the next endpoint. */
  attach(switches: readonly number[], bytesPerS: number): void;
  /** A switch that detours may pass by, with or without endpoints. */
  passBy(at: number): void;
  /** Says that switches are the places of a torus. */
  onTorus(sizes: readonly number[]): void;
  build(): Graph;
}

export function graphBuilder(tiers: readonly string[], endpointsPerDomain: number): GraphBuilder {
  const switchTier: number[] = [];
  const out: number[][] = [];
  const linkFrom: number[] = [];
  const linkTo: number[] = [];
  const linkCables: number[] = [];
  const linkBytesPerS: number[] = [];
  const linkTier: number[] = [];
  const linkSteps: number[] = [];
  const attachments: Attachment[] = [];
  const attachmentByKey = new Map<string, number>();
  const attachmentOf: number[] = [];
  const detours: number[] = [];
  let torus: readonly number[] = [];

  const directed = (from: number, to: number, cables: number, bytesPerS: number, tier: number, steps: number): void => {
    out[from]?.push(linkFrom.length);
    linkFrom.push(from);
    linkTo.push(to);
    linkCables.push(cables);
    linkBytesPerS.push(bytesPerS);
    linkTier.push(tier);
    linkSteps.push(steps);
  };

  const attachmentAt = (switches: readonly number[], bytesPerS: number): number => {
    const key = `${switches.join()}/${bytesPerS}`;
    let found = attachmentByKey.get(key);
    if (found === undefined) {
      found = attachments.length;
      attachments.push({ switches, bytesPerS });
      attachmentByKey.set(key, found);
    }
    return found;
  };

  return {
    addSwitches(tier, count) {
      const first = switchTier.length;
      for (let i = 0; i < count; i++) {
        switchTier.push(tier);
        out.push([]);
      }
      return first;
    },
    join(a, b, cables, bytesPerS, tier = Math.min(switchTier[a] ?? 0, switchTier[b] ?? 0), steps = 1) {
      const known = out[a]?.find((link) => linkTo[link] === b && linkBytesPerS[link] === bytesPerS);
      if (known === undefined) {
        directed(a, b, cables, bytesPerS, tier, steps);
        directed(b, a, cables, bytesPerS, tier, steps);
        return;
      }
      const total = (linkCables[known] as number) + cables;
      linkCables[known] = total;
      linkCables[known ^ 1] = total;
    },
    attach(switches, bytesPerS) {
      attachmentOf.push(attachmentAt(switches, bytesPerS));
    },
    passBy(at) {
      const found = attachments.findIndex(({ switches }) => switches.length === 1 && switches[0] === at);
      detours.push(found === -1 ? attachmentAt([at], 0) : found);
    },
    onTorus(sizes) {
      torus = sizes;
    },
    build: () => ({
      torus,
      tiers,
      switches: switchTier.length,
      switchTier,
      endpoints: attachmentOf.length,
      endpointsPerDomain,
      detours,
      attachments,
      attachmentOf: Int32Array.from(attachmentOf),
      linkFrom,
      linkTo,
      linkCables,
      linkBytesPerS,
      linkTier,
      linkSteps,
      out,
      ordinal: ordinals(attachmentOf, attachments),
    }),
  };
}

function ordinals(attachmentOf: readonly number[], attachments: readonly Attachment[]): Int32Array {
  const first = (endpoint: number): number => attachments[attachmentOf[endpoint] as number]?.switches[0] ?? 0;
  const order = attachmentOf.map((_, endpoint) => endpoint).sort((a, b) => first(a) - first(b) || a - b);
  const ordinal = new Int32Array(order.length);
  order.forEach((endpoint, place) => {
    ordinal[endpoint] = place;
  });
  return ordinal;
}
