import { describe, expect, it } from 'vitest';
import { buildFabric } from '../../src/fabric/registry.ts';
import { planOfSpec } from '../validation/plan-of-spec.ts';

/** Switches by tier, and links between switches, of a machine described by what is published of it. */
function built(spec: Readonly<Record<string, unknown>>): { switches: number[]; links: number } {
  const resolved = planOfSpec({
    ...spec,
    workload: { model: 'llama-3-8b', sequence_length: 8192, global_batch: 1024, gpus: 8 },
  });
  if (!resolved.ok) throw new Error(resolved.reason);
  const outcome = buildFabric(resolved.plan.cluster, resolved.plan.topology, resolved.plan.constants);
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  const { tiers, interSwitchLinks } = outcome.fabric;
  return { switches: tiers.map(({ switches }) => switches), links: interSwitchLinks };
}

const ports = (count: number, rate: string) => ({ name: `${count} ports`, ports: count, port_bandwidth: rate });

describe('machines whose counts are published', () => {
  // Qian et al., "Alibaba HPN", SIGCOMM 2024: 15 segments of 8 pairs of ToRs, 128 ports down and 60 up; 120 aggregation switches.
  it('Alibaba HPN 7.0, one pod of dual ToRs', () => {
    const { switches } = built({
      gpus: { type: 'h800-sxm', count: 15_360 },
      nics: { type: 'cx7-400', per_node: 8 },
      topology: {
        kind: 'multi-plane',
        planes: 2,
        breakout: 2,
        tiers: 2,
        switch: ports(128, '400 Gbps'),
        link_bandwidth: '400 Gbps',
        shape: { leaf_down: 128, leaf_up: 60 },
      },
    });
    expect(switches).toEqual([15 * 16, 120]);
  });

  // DeepSeek-AI, ISCA 2025, table 3: eight planes of 2,048 NICs, 768 switches and 16,384 links in all.
  it('multi-plane fat-tree of DeepSeek', () => {
    const { switches, links } = built({
      gpus: { type: 'h800-sxm', count: 16_384 },
      nics: { type: 'cx7-400', per_node: 8 },
      topology: { kind: 'multi-plane', planes: 8, tiers: 2, switch: 'qm9700', shape: { planes_per_nic: 1 } },
    });
    expect(switches.reduce((sum, each) => sum + each, 0)).toBe(768);
    expect(links).toBe(16_384);
  });

  // Atchley et al., "Frontier", SC 2023: 74 compute groups of 32 switches with 16 endpoints each, 9,472 nodes of four NICs.
  it('compute groups of Frontier', () => {
    const { switches, links } = built({
      gpus: { type: 'mi250x', count: 37_888, per_node: 4, per_domain: 4 },
      nics: { type: 'cx6-200', per_node: 4 },
      topology: {
        kind: 'dragonfly',
        switch: ports(64, '200 Gbps'),
        shape: { hosts: 16, routers: 32, global_links: 10, groups: 74 },
      },
    });
    expect(switches).toEqual([2368]);
    expect(links).toBe(74 * ((32 * 31) / 2) + (74 * 32 * 10) / 2);
  });
});
