import { describe, expect, it } from 'vitest';
import type { TopologyPlan } from '../../src/spec/plan.ts';
import { outcomeOf, refusalOf } from './fixture.ts';

interface Refused {
  readonly nodes: number;
  readonly topology: Partial<TopologyPlan>;
  /** Numbers of the limit and of what would fit. */
  readonly message: RegExp;
  readonly help: RegExp;
}

const cases: Readonly<Record<string, Refused>> = {
  'too many endpoints for a switch': {
    nodes: 9,
    topology: { kind: 'single-switch' },
    message: /72 endpoints.* 64 ports/,
    help: /at most 8 nodes/,
  },
  'too many endpoints for two tiers': {
    nodes: 257,
    topology: { kind: 'fat-tree', tiers: 2 },
    message: /64 leaves of 32 ports down; 65 are needed/,
    help: /3 tiers.* 256 nodes/,
  },
  'too few leaves': {
    nodes: 128,
    topology: { kind: 'rail-optimized', counts: { leaf: 31 } },
    message: /31 leaves of 32 ports down/,
    help: /at least 32/,
  },
  'spines that planes cannot share': {
    nodes: 128,
    topology: { kind: 'fat-tree', planes: 2, counts: { spine: 33 } },
    message: /33 spine switches.* 2 planes/,
    help: /34/,
  },
  'ports that do not add up': {
    nodes: 128,
    topology: { kind: 'fat-tree', shape: { leaf_down: 40, leaf_up: 32 } },
    message: /40 ports down and 32 up/,
    help: /at most 64/,
  },
  'groups beyond the global links': {
    nodes: 10,
    topology: { kind: 'dragonfly', shape: { hosts: 2, routers: 4, global_links: 2, groups: 10 } },
    message: /10 groups exceed .* = 9/,
    help: /at most 9 groups/,
  },
  'a dragonfly too small': {
    nodes: 20,
    topology: { kind: 'dragonfly', shape: { hosts: 2, routers: 8, global_links: 4, groups: 9 } },
    message: /160 endpoints do not fit the 144 ports/,
    help: /at least 10 groups/,
  },
  'a router of too many ports': {
    nodes: 8,
    topology: { kind: 'hyperx', shape: { dimensions: [32, 32], hosts: 8 } },
    message: /8 ports to endpoints and 62 to other switches; .* 64 ports/,
    help: /56 are left/,
  },
  'a q that no slim fly has': {
    nodes: 8,
    topology: { kind: 'slim-fly', shape: { q: 6 } },
    message: /q = 6/,
    help: /5 or 7/,
  },
  'a slim fly too small': {
    nodes: 30,
    topology: { kind: 'slim-fly', shape: { q: 5 } },
    message: /240 endpoints do not fit the 200/,
    help: /q = 7/,
  },
  'dimensions of another product': {
    nodes: 16,
    topology: { kind: 'torus', shape: { dimensions: [4, 4, 4] } },
    message: /64 places for 128 NICs/,
    help: /multiply to 128, or 8 nodes/,
  },
  'zones that nodes do not fill': {
    nodes: 129,
    topology: { kind: 'fat-tree', shape: { zones: 2, zone_links: 8 } },
    message: /129 nodes do not fill 2 equal zones/,
    help: /130 nodes/,
  },
  'zones without links': {
    nodes: 128,
    topology: { kind: 'fat-tree', shape: { zones: 2 } },
    message: /zone_links is missing/,
    help: /links that each zone has/,
  },
};

describe('a fabric that cannot be built', () => {
  it.each(Object.entries(cases))('%s: names the limit and what would fit', (_, { nodes, topology, message, help }) => {
    const refusal = refusalOf({ nodes, ports: 64, topology });
    expect(refusal.message).toMatch(message);
    expect(refusal.help).toMatch(help);
  });

  it('closes at the size that the refusal names', () => {
    const topology = { kind: 'fat-tree', tiers: 2 } as const;
    expect(outcomeOf({ nodes: 256, ports: 64, topology }).ok).toBe(true);
    const q7 = { kind: 'slim-fly', shape: { q: 7 } } as const;
    expect(outcomeOf({ nodes: 30, ports: 64, topology: q7 }).ok).toBe(true);
  });
});

describe('a slim fly of a q that is no power of a prime', () => {
  it('is counted with a warning that names the neighbours', () => {
    const outcome = outcomeOf({ nodes: 4116, ports: 64, topology: { kind: 'slim-fly', shape: { q: 28 } } });
    expect(outcome.ok && outcome.fabric.notes.join()).toMatch(/q = 28 .*27 or 29/);
  });
});
