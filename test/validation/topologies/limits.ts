import { build, switchOf } from './build.ts';
import { type Case, input, type Observed, optional } from './case.ts';
import { common } from './common.ts';

/** Spines above a stated number of leaves. */
export function spines(c: Case): Observed {
  const leaves = input(c, 'leaf');
  const up = input(c, 'leaf_up');
  const radix = input(c, 'spine_radix');
  const result = build({
    endpoints: leaves * up,
    topology: {
      kind: 'fat-tree',
      tiers: 2,
      switch: [switchOf(2 * up), switchOf(radix)],
      counts: { leaf: leaves },
      shape: { leaf_down: up, leaf_up: up },
    },
  });
  if (!result.ok) return { closes: false };
  const known = common(result.fabric);
  return { ...known, closes: true, port_minimum_spines: Math.ceil((leaves * up) / radix) };
}

const closes = (endpoints: number, radix: number, tiers: number): boolean =>
  build({ endpoints, topology: { kind: 'fat-tree', tiers, switch: switchOf(radix) } }).ok;

/** The largest non-blocking tree of so many tiers, by bisection over what is built and what is refused. */
function limit(radix: number, tiers: number): number {
  let fits = 1;
  let fails = 2;
  while (closes(fails, radix, tiers)) [fits, fails] = [fails, 2 * fails];
  while (fails - fits > 1) {
    const middle = Math.floor((fits + fails) / 2);
    if (closes(middle, radix, tiers)) fits = middle;
    else fails = middle;
  }
  return fits;
}

export const twoTierLimit = (c: Case): Observed => ({ endpoints: limit(input(c, 'radix'), 2) });

export const twoTierCloses = (c: Case): Observed => ({
  closes: closes(input(c, 'endpoints'), input(c, 'radix'), 2),
  closes_three_tier: closes(input(c, 'endpoints'), input(c, 'radix'), 3),
});

export const threeTierCloses = (c: Case): Observed => ({
  closes: closes(input(c, 'endpoints'), input(c, 'radix'), 3),
});

/** A published cluster whose switches are not: only whether three tiers close. */
export function largeCluster(c: Case): Observed {
  const endpoints = input(c, 'gpus');
  const gbit = input(c, 'nic_gbit_per_s');
  const result = build({ endpoints, nicGbit: gbit, topology: { kind: 'fat-tree', switch: switchOf(128, gbit) } });
  return {
    tiers: result.ok ? result.fabric.tiers.length : null,
    aggregate_pbit_per_s_one_way: result.ok ? (2 * 8 * (result.fabric.bisectionBytesPerS ?? 0)) / 1e15 : null,
    closes_three_tier_radix_64: closes(endpoints, 64, 3),
    closes_three_tier_radix_128: closes(endpoints, 128, 3),
  };
}

const MINUTES_PER_YEAR = 365 * 24 * 60;

/** Islands under an oversubscribed layer. */
export function islands(c: Case): Observed {
  const count = input(c, 'pods');
  const size = input(c, 'gpus_per_pod');
  const result = build({
    endpoints: count * size,
    topology: {
      kind: 'fat-tree',
      switch: switchOf(input(c, 'radix')),
      shape: { zones: count, zone_links: Math.floor(size / input(c, 'inter_pod_oversubscription')) },
    },
  });
  return {
    gpus: result.ok ? result.plan.cluster.gpus : null,
    three_tier_limit_radix_64: limit(input(c, 'radix'), 3),
    minutes_to_first_link_failure: (input(c, 'link_mtbf_years') * MINUTES_PER_YEAR) / (optional(c, 'links') ?? 1),
  };
}
