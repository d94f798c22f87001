import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Section } from './section.ts';
import { textTable } from './text-table.ts';
import type { Case, Observed } from './topologies/case.ts';
import * as clos from './topologies/clos.ts';
import * as direct from './topologies/direct.ts';
import * as limits from './topologies/limits.ts';

/** How a case of each kind is stated as a spec; kinds of money are checked in the economics tests. */
const readers: Readonly<Record<string, (c: Case) => Observed>> = {
  'leaf-spine-rail-optimised': clos.tree,
  'leaf-spine': clos.tree,
  'three-tier-full': clos.tree,
  'multi-plane-leaf-spine': clos.planes,
  'three-tier-oversubscribed': clos.pods,
  'bill-of-materials': clos.bill,
  zones: clos.zones,
  'rail-only': clos.railOnly,
  'leaf-spine-spines': limits.spines,
  'two-tier-limit': limits.twoTierLimit,
  'two-tier-closes': limits.twoTierCloses,
  'three-tier-closes': limits.threeTierCloses,
  islands: limits.islands,
  torus: direct.torus,
  'torus-ocs': direct.torus,
  'torus-cubes': direct.cubes,
  dragonfly: direct.dragonfly,
  'dragonfly-plus': direct.dragonflyPlus,
  'slim-fly': direct.slimFly,
  hyperx: direct.hyperx,
};

/** A published cluster of three tiers states its radix, or only its size. */
const readerOf = (c: Case): ((c: Case) => Observed) | undefined =>
  c.kind === 'three-tier' ? (c.inputs['radix'] === undefined ? limits.largeCluster : clos.tree) : readers[c.kind];

/** Inputs of comparison tables that no count yields, and facts of a node. */
const PUBLISHED_INPUTS = /_price_relative$|^nvswitch_chips$|^su_tbyte_per_s$/;

export interface Checked {
  readonly id: string;
  readonly name: string;
  /** Fields that agree, out of those compared; null with a reason when no fabric was built. */
  readonly agreeing: number | null;
  readonly compared: number;
  readonly differences: readonly string[];
  /** Published fields that no fabric states. */
  readonly unstated: readonly string[];
}

function toleranceOf({ tolerance }: Case, field: string): number {
  const own = tolerance?.[field];
  return typeof own === 'number' ? own : 0;
}

/** Decimals of a number as printed. */
const exact = 1e-9;

function agrees(c: Case, field: string, expected: number | boolean, got: number | boolean | null): boolean {
  if (typeof expected === 'boolean' || typeof got !== 'number') return got === expected;
  return Math.abs(got - expected) <= Math.max(toleranceOf(c, field), exact * Math.abs(expected));
}

function check(c: Case, reader: (c: Case) => Observed): Checked {
  const expected = Object.entries(c.expect ?? {});
  const { id, name } = c;
  let observed: Observed;
  try {
    observed = reader(c);
  } catch (error) {
    return { id, name, agreeing: null, compared: 0, differences: [(error as Error).message], unstated: [] };
  }
  const stated = expected.filter(([field]) => observed[field] !== undefined);
  const differences = stated.flatMap(([field, value]) => {
    const got = observed[field] ?? null;
    return agrees(c, field, value, got) ? [] : [`${field} ${got} instead of ${value}`];
  });
  return {
    id,
    name,
    agreeing: stated.length - differences.length,
    compared: stated.length,
    differences,
    unstated: expected
      .map(([field]) => field)
      .filter((field) => observed[field] === undefined && !PUBLISHED_INPUTS.test(field)),
  };
}

const read = (): readonly Case[] => {
  const file = new URL('../fabric/data/topologies.yaml', import.meta.url);
  return (parse(readFileSync(file, 'utf8')) as { cases: Case[] }).cases;
};

/** Published reference architectures and formula cases, counted by the tool from a spec of their inputs. */
export function checkTopologies(): Checked[] {
  return read().flatMap((c) => {
    const reader = readerOf(c);
    return c.use_as_test && reader !== undefined ? [check(c, reader)] : [];
  });
}

/** Cases that are not asserted on: informational ones and money. */
function listedApart(): readonly { readonly id: string; readonly why: string }[] {
  return read().flatMap((c) => {
    if (c.use_as_test && readerOf(c) !== undefined) return [];
    const why = c.use_as_test ? 'money, checked in the economics tests' : (c.notes?.at(-1) ?? 'informational');
    return [{ id: c.id, why }];
  });
}

export const topologies: Section = {
  name: 'topologies',
  run: () => {
    const checked = checkTopologies();
    const whole = checked.filter((c) => c.agreeing !== null && c.differences.length === 0);
    const apart = listedApart();
    const unstated = checked.filter((c) => c.unstated.length > 0);
    return {
      text: [
        'Published fabrics and formula cases, each stated as a spec',
        textTable(
          ['fabric', 'fields', 'agree', 'differences'],
          checked.map((c) => [
            c.id,
            String(c.compared),
            c.agreeing === null ? '-' : String(c.agreeing),
            c.differences.join('; '),
          ]),
        ),
        `  ${whole.length} of ${checked.length} reproduced exactly or within their tolerance`,
        ...unstated.map((c) => `  ${c.id}: not stated by the tool: ${c.unstated.join(', ')}`),
        '',
        'Not asserted on',
        ...apart.map(({ id, why }) => `  ${id}: ${why}`),
      ].join('\n'),
      json: { checked, apart },
    };
  },
};
