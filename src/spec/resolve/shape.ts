import { modeFor } from '../../catalog/port-mode.ts';
import type { Switch } from '../../catalog/types.ts';
import { keyDoesNotApply, missingKeys, outOfRange, unknownKey } from '../../diagnostics/messages/schema.ts';
import { SHAPE_KEYS } from '../schema/shape.ts';
import type { Section } from '../schema/spec.ts';
import { judged } from './defaults.ts';
import type { Resolving } from './resolving.ts';

type TopologySpec = Section<'topology'>;

/** The kind's own numbers as the plan holds them, or null when a number is missing or belongs to another kind. */
export function resolveShape(
  { report, at, intact }: Resolving,
  topology: TopologySpec,
): Readonly<Record<string, number | readonly number[]>> | null {
  const taken = topology.kind === undefined ? undefined : SHAPE_KEYS[topology.kind];
  if (taken === undefined || !intact('topology.kind', 'topology.shape')) return null;
  let sound = true;
  const shape = topology.shape ?? {};
  const known = [...taken.required, ...taken.optional];
  const numbers: Record<string, number | readonly number[]> = {};
  for (const [key, value] of Object.entries(shape)) {
    if (value === undefined) continue;
    if (!known.some((each) => each === key)) {
      report(unknownKey(at(`topology.shape.${key}`, 'key'), key, known));
      sound = false;
    }
    numbers[key] = typeof value === 'boolean' ? Number(value) : value;
  }
  const absent = taken.required.filter((key) => shape[key] === undefined);
  if (absent.length > 0) {
    const whole = topology.shape === undefined;
    const path = absent.length === 1 ? `topology.shape.${absent[0]}` : 'topology.shape';
    const example = `shape: { ${taken.required.join(': ..., ')}: ... }, which ${topology.kind} is made of`;
    report(missingKeys({ ...at(whole ? 'topology' : 'topology.shape', 'key'), path }, absent, example));
    sound = false;
  }
  for (const key of taken.without) {
    if (topology[key] === undefined || (key === 'planes' && topology.planes === 1)) continue;
    const place = at(`topology.${key}`, 'key');
    report(
      key === 'oversubscription'
        ? keyDoesNotApply(
            place,
            key,
            `the ports of a ${topology.kind} that face endpoints and switches follow from its shape`,
            `take it out and choose topology.shape instead (${taken.required.join(', ')})`,
          )
        : unknownKey(place, key, known),
    );
    sound = false;
  }
  return sound ? numbers : null;
}

/** The least that is more than one. */
const USUAL_PLANES = 2;

/** Planes of the fabric: two unless stated where the kind is made of planes. null: refused. */
export function resolvePlanes({ report, at, ledger }: Resolving, topology: TopologySpec): number | null {
  const { kind, planes } = topology;
  if (kind !== 'multi-plane') return planes ?? 1;
  if (planes === undefined) {
    return ledger.assume('topology.planes', USUAL_PLANES, 'count', judged('dual-plane fabrics are the usual ones'));
  }
  if (planes > 1) return planes;
  report(outOfRange(at('topology.planes'), planes, 'at least 2 in a multi-plane fabric', 'or use fat-tree'));
  return null;
}

/**
 * Links of each pair of groups of a dragonfly-plus where none are stated: spines have as many ports towards other groups as
 * towards their leaves (Shpiner et al., HiPINEB 2017), as far as their ports go. null: stated, or another kind.
 */
export function globalLinks(
  { ledger }: Resolving,
  { kind, shape }: TopologySpec,
  spine: Switch | undefined,
  linkBytesPerS: number | null,
): number | null {
  const { leaves, spines, groups, links_per_pair: given } = shape ?? {};
  if (kind !== 'dragonfly-plus' || given !== undefined || spine === undefined || linkBytesPerS === null) return null;
  if (leaves === undefined || spines === undefined || groups === undefined) return null;
  const ports = (modeFor(spine, linkBytesPerS)?.ports ?? 0) - leaves;
  const most = groups < 2 ? 1 : Math.floor((spines * Math.min(leaves, ports)) / (groups - 1));
  return ledger.assume(
    'topology.shape.links_per_pair',
    Math.max(1, most),
    'count',
    judged('spines have as many ports to other groups as to their leaves'),
  );
}
