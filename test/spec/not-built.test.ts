import { describe, expect, it } from 'vitest';
import { topologies } from '../../src/fabric/registry.ts';
import { NOT_BUILT_CHOICES, NOT_BUILT_KEYS } from '../../src/spec/not-built.ts';
import { SCHEDULES } from '../../src/spec/schema/parallelism.ts';
import { specSchema } from '../../src/spec/schema/spec.ts';
import { TOPOLOGY_KINDS } from '../../src/spec/schema/topology.ts';
import { keysAt } from '../../src/spec/schema/walk.ts';
import { scheduleNames } from '../../src/training/schedules/registry.ts';
import { MINIMAL, resolve } from './fixture.ts';

/** Every key that the interface names, by the mapping it stands in. */
const INTERFACE: Readonly<Record<string, string>> = {
  '': 'name gpus nics topology workload extends catalog background_load profile measured efficiency economics power reliability storage',
  gpus: 'type count per_node per_domain server reserve',
  'gpus.type': 'name peak memory memory_bandwidth scale_up power price base',
  'gpus.type.scale_up': 'bandwidth domain',
  nics: 'type per_gpu per_node',
  'nics.type': 'name bandwidth latency power price base',
  topology:
    'kind switch oversubscription tiers planes breakout routing in_network_reduction link_bandwidth counts management_endpoints spares shape optics racks',
  'topology.racks': 'gpus_per_rack leaf_position lengths_m',
  'topology.switch': 'name ports port_bandwidth latency power price base',
  'topology.counts': 'leaf spine core',
  'topology.shape':
    'dimensions hosts routers global_links groups leaves spines links_per_pair q leaf_down leaf_up pods zones',
  workload:
    'gpus placement kind task model precision fp8_recipe sequence_length global_batch micro_batch parallelism sequence_parallel sharding sharding_group recompute recompute_modules recompute_layers activation_offload schedule pipeline_layout attention attention_window gradient_precision optimizer cuda_graphs parallel_block grouped_gemm overlap software tokens',
  'workload.task.lora': 'rank targets',
  'workload.parallelism': 'tensor pipeline virtual_pipeline context expert expert_tensor data',
  'workload.activation_offload': 'layers',
  'workload.overlap': 'tensor pipeline data expert context',
  'workload.software': 'framework version year nccl',
  'workload.model':
    'huggingface name layers hidden heads kv_heads head_dim ffn gated vocab tied_embeddings attention mla moe mtp_layers',
  'workload.model.mla': 'q_rank kv_rank nope_dim rope_dim v_dim',
  'workload.model.moe':
    'experts top_k ffn shared_experts shared_ffn dense_layers every imbalance capacity_factor dispatcher',
  economics:
    'currency_year prices price_level discount_fraction amortization_years financing wacc_fraction installation_usd_per_server service_usd_per_server software_usd_per_server storage_usd_per_server network_usd_per_server electricity_usd_per_kwh pue colocation_usd_per_kw_month remote_hands_usd_per_server_month internet_usd_per_server_month maintenance_fraction_per_year utilization_fraction rent_usd_per_gpu_hour power_utilization_fraction',
  power: 'facility_cap gpu_activity grid carbon_g_per_kwh',
  'power.gpu_activity': 'idle communication compute',
};

const CHOICES: Readonly<Record<string, string>> = {
  'topology.kind':
    'single-switch fat-tree rail-optimized rail-only multi-plane dragonfly dragonfly-plus torus slim-fly hyperx',
  'workload.schedule': '1f1b interleaved zb-1p zb-2p zb-v dual-pipe gpipe',
};

describe('every key of the interface', () => {
  const keys = Object.entries(INTERFACE).flatMap(([at, names]) => names.split(' ').map((name) => [at, name] as const));

  it.each(keys)('%s.%s is built or named as not built, never both', (at, name) => {
    const built = keysAt(specSchema, at === '' ? [] : at.split('.')).includes(name);
    expect(NOT_BUILT_KEYS.includes(at === '' ? name : `${at}.${name}`)).toBe(!built);
  });

  it('that is not built is refused as such', () => {
    for (const path of NOT_BUILT_KEYS) {
      const { diagnostics } = resolve(MINIMAL, { set: [`${path}=1`] });
      expect(diagnostics.map(({ code, path: at }) => `${code} ${at}`)).toContain(`FP108 ${path}`);
    }
  });
});

describe('choices', () => {
  it('of the interface are built or named as not built', () => {
    for (const [path, words] of Object.entries(CHOICES)) {
      const built: readonly string[] = path === 'topology.kind' ? TOPOLOGY_KINDS : SCHEDULES;
      for (const word of words.split(' ')) {
        expect([path, word, NOT_BUILT_CHOICES[path]?.includes(word) ?? false]).toEqual([
          path,
          word,
          !built.includes(word),
        ]);
      }
    }
  });

  it('that the schema takes are the ones that can be calculated', () => {
    expect([...TOPOLOGY_KINDS].sort()).toEqual(topologies.map(({ kind }) => kind).sort());
    expect([...SCHEDULES].sort()).toEqual([...scheduleNames].sort());
  });
});
