import type { Optic } from '../../catalog/types.ts';
import { nicMismatch } from '../../diagnostics/messages/consistency.ts';
import { formatLength, formatLinkRate } from '../../units/format.ts';
import type { LengthClass, Medium, OpticsPlan, RacksPlan, ResolvedConstant } from '../plan.ts';
import type { Section } from '../schema/spec.ts';
import { judged } from './defaults.ts';
import { findEntry } from './device.ts';
import type { Resolving } from './resolving.ts';

/** Lengths of links where a spec states none. */
export interface Lengths {
  readonly access: ResolvedConstant;
  readonly fabric: ResolvedConstant;
}

/** Media by role, best first: copper joins a node to its leaf where it reaches, pluggable modules join switches. */
const ACCESS_KINDS = ['passive-copper', 'active-copper', 'module', 'active-optical', 'co-packaged'];
const FABRIC_KINDS = ['module', 'active-optical', 'co-packaged', 'active-copper', 'passive-copper'];

/** Cables and transceivers of the two kinds of link, or null when none was found. */
export function resolveOptics(
  resolving: Resolving,
  optics: Section<'topology'>['optics'],
  accessBytesPerS: number | null,
  uplinkBytesPerS: number | null,
  lengths: Lengths,
): OpticsPlan | null {
  const length = (role: keyof Lengths): number =>
    optics?.[`${role}_length_m`] ??
    resolving.ledger.assume(`topology.optics.${role}_length_m`, lengths[role].value, 'm', lengths[role]);
  const accessLengthM = length('access');
  const fabricLengthM = length('fabric');
  const medium = (
    role: keyof Lengths,
    bytesPerS: number | null,
    lengthM: number,
    kinds: readonly string[],
  ): Optic | null => {
    const path = `topology.optics.${role}`;
    const stated = optics?.[role];
    if (stated !== undefined) {
      return findEntry(resolving, path, stated, {
        noun: 'optic',
        list: 'optics',
        entries: (catalog) => catalog.optics,
      });
    }
    if (bytesPerS === null) return null;
    const found = defaultMedium(resolving.catalog.optics, bytesPerS, lengthM, kinds);
    const link = `${formatLinkRate(bytesPerS)} over ${formatLength(lengthM)}`;
    if (found !== undefined) {
      resolving.ledger.assume(path, found.id, null, judged(`cheapest ${found.kind} of the catalog for ${link}`));
      return found;
    }
    const where = resolving.at('topology', 'key');
    resolving.report(
      nicMismatch(where, `no cable or transceiver in the catalog carries ${link}`, `name one with ${path}`),
    );
    return null;
  };
  const access = medium('access', accessBytesPerS, accessLengthM, ACCESS_KINDS);
  const fabric = medium('fabric', uplinkBytesPerS ?? accessBytesPerS, fabricLengthM, FABRIC_KINDS);
  if (access === null || fabric === null) return null;
  const accessFibre = fibreOf(resolving.catalog.optics, access, accessLengthM);
  const fabricFibre = fibreOf(resolving.catalog.optics, fabric, fabricLengthM);
  return {
    access,
    fabric,
    accessLengthM,
    fabricLengthM,
    ...(accessFibre === undefined ? {} : { accessFibre }),
    ...(fabricFibre === undefined ? {} : { fabricFibre }),
  };
}

/** Media of a rack layout by length class: the stated medium of the role, else copper where it reaches. null: none carries it. */
export function resolveMedia(
  resolving: Resolving,
  optics: Section<'topology'>['optics'],
  accessBytesPerS: number | null,
  uplinkBytesPerS: number | null,
  layout: Omit<RacksPlan, 'access' | 'fabric'>,
): RacksPlan | null {
  const media = (role: keyof Lengths, bytesPerS: number | null): RacksPlan['access'] | null => {
    const of = (place: LengthClass): Medium | null => {
      const lengthM = layout.lengthsM[place];
      const { catalog } = resolving;
      const optic =
        catalog.optics.find(({ id }) => id === optics?.[role]) ??
        (bytesPerS === null ? undefined : defaultMedium(catalog.optics, bytesPerS, lengthM, ACCESS_KINDS));
      if (optic === undefined) {
        if (bytesPerS !== null) {
          const link = `${formatLinkRate(bytesPerS)} over ${formatLength(lengthM)}`;
          const where = resolving.at('topology', 'key');
          const reason = `no cable or transceiver in the catalog carries ${link}`;
          resolving.report(nicMismatch(where, reason, `name one with topology.optics.${role}`));
        }
        return null;
      }
      const fibre = fibreOf(catalog.optics, optic, lengthM);
      return fibre === undefined ? { optic } : { optic, fibre };
    };
    const [rack, row, hall] = [of('rack'), of('row'), of('hall')];
    return rack === null || row === null || hall === null ? null : { rack, row, hall };
  };
  const access = media('access', accessBytesPerS);
  const fabric = media('fabric', uplinkBytesPerS ?? accessBytesPerS);
  return access === null || fabric === null ? null : { ...layout, access, fabric };
}

/** Fibre that goes with a module: the shortest-reaching that reaches as far as the module does, or as the link is long. */
function fibreOf(optics: readonly Optic[], { kind, reachM }: Optic, lengthM: number): Optic | undefined {
  if (kind !== 'module' && kind !== 'co-packaged') return undefined;
  const reach = (optic: Optic): number => optic.reachM ?? Number.MAX_VALUE;
  return optics
    .filter((optic) => optic.kind === 'fibre' && reach(optic) >= Math.max(lengthM, reachM ?? 0))
    .sort((a, b) => reach(a) - reach(b))[0];
}

/** Of the first kind that reaches: the slowest one that is fast enough, of equals the cheapest a link. */
function defaultMedium(
  optics: readonly Optic[],
  bytesPerS: number,
  lengthM: number,
  kinds: readonly string[],
): Optic | undefined {
  const perLink = ({ bytesPerS: whole, linksPerModule }: Optic): number => (whole ?? 0) / linksPerModule;
  for (const kind of kinds) {
    const [best] = optics
      .filter((optic) => optic.kind === kind && optic.status === 'available')
      .filter((optic) => perLink(optic) >= bytesPerS && (optic.reachM ?? Number.POSITIVE_INFINITY) >= lengthM)
      .sort((a, b) => perLink(a) - perLink(b) || linkUsd(a, lengthM) - linkUsd(b, lengthM));
    if (best !== undefined) return best;
  }
  return undefined;
}

/** Typical price of one link; unknown prices come last. */
function linkUsd({ priceUsd, priceUnit, priceUsdPerM, linksPerModule }: Optic, lengthM: number): number {
  const base = priceUsd?.typical;
  if (base == null) return Number.MAX_VALUE;
  const whole = base + (priceUsdPerM ?? 0) * lengthM;
  return priceUnit === 'module' ? (2 * whole) / linksPerModule : whole;
}
