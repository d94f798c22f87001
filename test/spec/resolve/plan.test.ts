import { describe, expect, it } from 'vitest';
import { MINIMAL, places, planOf, withWorkload } from '../fixture.ts';

describe('economics', () => {
  // The published case of an 8-GPU H200 server: every input stated.
  const stated = `economics:
  server_usd: 258001
  network_usd_per_server: 76155 USD
  storage_usd_per_server: 11732
  service_usd_per_server: 8000
  installation_usd_per_server: 4.5 kUSD
  software_usd_per_server: 2867
  wacc_fraction: 0.1025
  amortization_years: 6
  electricity_usd_per_kwh: 87 USD/MWh
  power_utilization_fraction: 0.8
  pue: 1.35
  colocation_usd_per_kw_month: 150
  remote_hands_usd_per_server_month: 131
  internet_usd_per_server_month: 39
`;

  it('takes every stated number, in the unit its key names or with another one', () => {
    const { economics } = planOf(MINIMAL + stated);
    expect(economics).toMatchObject({
      serverUsd: { typical: 258001 },
      networkUsdPerServer: 76155,
      installationUsdPerServer: 4500,
      amortizationYears: 6,
      pue: 1.35,
      financing: 'annuity',
      maintenanceFractionPerYear: 0,
      utilizationFraction: 1,
      rentUsdPerGpuHour: null,
    });
    expect(economics.electricityUsdPerKwh).toBeCloseTo(0.087, 12);
  });

  it('assumes only what is left', () => {
    const left = planOf(MINIMAL + stated)
      .assumptions.map(({ path }) => path)
      .filter((path) => path.startsWith('economics.'));
    expect(left.sort()).toEqual([
      'economics.discount_fraction',
      'economics.financing',
      'economics.maintenance_fraction_per_year',
      'economics.management_usd_per_server',
      'economics.price_level',
      'economics.utilization_fraction',
    ]);
  });
});

describe('power', () => {
  it('knows countries and cloud regions, and takes a stated intensity', () => {
    const carbonOf = (power: string) => planOf(`${MINIMAL}power: ${power}\n`).power.carbonGPerKwh;
    expect(carbonOf('{ grid: SWE }')).toBe(40.7);
    expect(carbonOf('{ grid: us-central1 }')).toBe(430);
    expect(carbonOf('{ carbon_g_per_kwh: 12 }')).toBe(12);
  });

  it('takes a cap with a unit, or in watts', () => {
    const capOf = (cap: string) => planOf(`${MINIMAL}power: { facility_cap: ${cap} }\n`).power.facilityCapW;
    expect(capOf('2 MW')).toBe(2e6);
    expect(capOf('2000000')).toBe(2e6);
  });

  it('refuses an unknown grid and two ways to say the same', () => {
    expect(places(`${MINIMAL}power: { grid: Atlantis }\n`)).toEqual(['FP107 6:16+8 power.grid']);
    expect(places(`${MINIMAL}power: { grid: SWE, carbon_g_per_kwh: 1 }\n`)).toEqual(['FP109 6:10+4 power.grid']);
  });
});

describe('model constants', () => {
  it('depend on the GPU generation', () => {
    const ceiling = (gpu: string) => planOf(MINIMAL.replace('h100-sxm', gpu)).constants['matmul_ceiling_bf16']?.value;
    expect(ceiling('a100-80-sxm')).not.toBe(ceiling('h100-sxm'));
  });

  it('are overridden by name', () => {
    const { constants } = planOf(`${MINIMAL}efficiency: { matmul_ceiling_bf16: 0.5 }\n`);
    expect(constants['matmul_ceiling_bf16']).toMatchObject({ value: 0.5, source: 'the spec (efficiency)' });
  });
});

describe('precision', () => {
  it('is one that the GPU runs, microscaled formats where its units scale blocks', () => {
    const codes = (gpu: string, precision: string) =>
      places(withWorkload(`precision: ${precision}`).replace('h100-sxm', gpu)).filter((line) =>
        line.startsWith('FP208'),
      );
    expect(codes('b200-sxm', 'mxfp8')).toEqual([]);
    expect(codes('h100-sxm', 'fp8-blockwise')).toEqual([]);
    expect(codes('mi300x', 'mxfp8')).toHaveLength(1);
    expect(codes('v100-32-sxm', 'bf16')).toHaveLength(1);
  });

  it('defaults to the first that the GPU has', () => {
    expect(planOf(MINIMAL).workload.precision).toBe('bf16');
    expect(planOf(MINIMAL.replace('h100-sxm', 'v100-32-sxm')).workload.precision).toBe('fp16');
  });
});

describe('a NIC slower than the ports', () => {
  const withRate = (rate: number) => planOf(MINIMAL.replace('cx7-400', `{ name: mine, bandwidth: ${rate} Gb/s }`));

  it.each([25, 50, 300, 401, 500])(
    'of %d Gb/s takes the slowest port that carries it, links at the rate of the port',
    (rate) => {
      const { topology, assumptions } = withRate(rate);
      const [port = 0] = topology.linkBytesPerS;
      expect(port).toBeGreaterThan((rate * 1e9) / 8);
      expect(topology.switches[0]?.modes.map(({ bytesPerS }) => bytesPerS)).toContain(port);
      expect(assumptions.find(({ path }) => path === 'topology.link_bandwidth')?.value).toBe(port);
    },
  );

  it('keeps links at the rate of the NIC where a port runs at it', () => {
    expect(withRate(200).topology.linkBytesPerS).toEqual([]);
    expect(withRate(400).topology.linkBytesPerS).toEqual([]);
  });

  it('is refused above every port', () => {
    expect(places(MINIMAL.replace('cx7-400', '{ name: mine, bandwidth: 10 Tb/s }'))).toContain('FP217 4:1+8 topology');
  });
});

describe('inline devices', () => {
  it('let a NIC change one figure of the default NIC', () => {
    const { cluster, assumptions } = planOf(MINIMAL.replace('type: cx7-400', 'type: { latency: 2 us }'));
    expect(cluster.nic).toMatchObject({ id: 'cx7-400', latencyS: 2e-6, bytesPerS: 50e9 });
    expect(assumptions.map(({ path }) => path)).toContain('nics.type.base');
  });

  it('inherit from their base and override it', () => {
    const { gpu, server } = planOf(
      MINIMAL.replace(
        'type: h100-sxm',
        'type: { base: h100-sxm, name: cut, memory: 96 GB, peak: { bf16: 800 TFLOPS } }',
      ),
    ).cluster;
    expect(gpu).toMatchObject({ name: 'cut', memoryBytes: 96e9, peakFlopsPerS: { bf16: 8e14 }, generation: 'hopper' });
    expect(server?.gpu).toBe('h100-sxm');
  });

  it('stand on their own', () => {
    const text = `gpus:
  type: { name: own, peak: { bf16: 500 TFLOPS }, memory: 64 GiB, memory_bandwidth: 2 TB/s, scale_up: { bandwidth: 200 GB/s, domain: 4 } }
  count: 64
nics: { type: { name: n, bandwidth: 200 Gb/s } }
topology: { kind: fat-tree, switch: { name: s, ports: 48, port_bandwidth: 200 Gb/s } }
workload: { model: llama-3.1-8b, sequence_length: 8192, global_batch: 64, parallelism: {} }
`;
    const { cluster, topology } = planOf(text);
    expect(cluster).toMatchObject({ gpusPerNode: 8, gpusPerDomain: 4, server: null, nicsPerNode: 8 });
    expect(topology.switches[0]?.modes).toEqual([{ ports: 48, bytesPerS: 25e9, breakout: 1 }]);
  });
});

describe('a Hugging Face configuration', () => {
  const config = JSON.stringify({
    model_type: 'llama',
    num_hidden_layers: 16,
    hidden_size: 2048,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    intermediate_size: 8192,
    vocab_size: 128256,
  });

  it('is read relative to the file that names it, through extends too', () => {
    const spec = MINIMAL.replace('llama-3.1-70b', '{ huggingface: model/config.json }');
    const files = { 'lib/base.yaml': spec, 'lib/model/config.json': config };
    expect(planOf(spec, { file: 'lib/c.yaml', files }).workload.model).toMatchObject({ layers: 16, kvHeads: 8 });
    expect(planOf('extends: lib/base.yaml', { files }).workload.model.layers).toBe(16);
  });

  it.each(['{', '[]', '{"model_type": "resnet"}', '\u0000'])('that is none is refused: %j', (text) => {
    const spec = MINIMAL.replace('llama-3.1-70b', '{ huggingface: c.json }');
    expect(places(spec, { files: { 'c.json': text } })).toEqual(['FP129 5:36+6 workload.model.huggingface']);
  });
});

describe('remarks', () => {
  it('name a part without a price, and a job beyond what was measured', () => {
    const mi300x = MINIMAL.replace('h100-sxm', 'mi300x').replace('count: 1024', 'count: 1024, server: mi300x-8');
    expect(places(mi300x)).toEqual(['FP902 2:49+8 gpus.server']);
    expect(
      places(MINIMAL.replace('count: 1024', 'count: 8192').replace('global_batch: 1024', 'global_batch: 8192')),
    ).toEqual(['FP903 2:37+4 gpus.count']);
  });

  it('stay silent about prices where the cluster is rented', () => {
    const rented = MINIMAL.replace('h100-sxm', 'mi300x').replace('count: 1024', 'count: 1024, server: mi300x-8');
    expect(places(`${rented}economics: { rent_usd_per_gpu_hour: 2 }\n`)).toEqual([]);
  });

  it('name a switch whose draw nobody published', () => {
    const chassis = MINIMAL.replace('rail-optimized', 'fat-tree, switch: arista-7800r');
    expect(places(chassis)).toEqual(['FP902 4:38+12 topology.switch', 'FP902 4:38+12 topology.switch']);
  });

  it.each([
    ['h100-sxm, count: 1024', 'h100-sxm, count: 1024, per_node: 4', ['FP906 2:53+1 gpus.per_node']],
    ['h100-sxm, count: 1024', 'gb200, count: 1024', []],
    ['h100-sxm, count: 1024', 'h100-sxm, count: 1024, per_node: 8', []],
  ])('tell that servers are bought whole: %s -> %s', (from, to, expected) =>
    expect(places(MINIMAL.replace(from, to))).toEqual(expected),
  );

  it('name stated money that another amount stands for', () => {
    const economics = (keys: string) =>
      places(`${MINIMAL}economics: ${keys}\n`).map((place) => place.split(' ').at(-1));
    expect(economics('{ prices: { h100-sxm: 30000 } }')).toEqual(['economics.prices.h100-sxm']);
    expect(economics('{ prices: { cx7-400: 1500, hgx-h100: 250000 } }')).toEqual(['economics.prices.cx7-400']);
    expect(economics('{ server_usd: 250000, prices: { hgx-h100: 250000 } }')).toEqual(['economics.prices.hgx-h100']);
    expect(economics('{ financing: straight-line, wacc_fraction: 0.1 }')).toEqual(['economics.wacc_fraction']);
    expect(economics('{ rent_usd_per_gpu_hour: 2, electricity_usd_per_kwh: 0.1 }')).toEqual([
      'economics.electricity_usd_per_kwh',
    ]);
    expect(economics('{ prices: { qm9700: 31000 }, wacc_fraction: 0.1, pue: 1.2 }')).toEqual([]);
    const gpu = MINIMAL.replace('h100-sxm', '{ base: h100-sxm, price: 30000 }');
    expect(places(gpu).map((place) => place.split(' ').at(-1))).toEqual(['gpus.type.price']);
  });
});

describe('the layout', () => {
  it('has the GPUs of the job as the product of its factors, whatever they are', () => {
    for (const tensor of [1, 2, 8, 16]) {
      for (const pipeline of [1, 2, 8]) {
        for (const context of [1, 2]) {
          const { layout, workload } = planOf(
            withWorkload(`gpus: 512, parallelism: { tensor: ${tensor}, pipeline: ${pipeline}, context: ${context} }`),
          );
          expect(tensor * pipeline * context * (layout?.data ?? 0)).toBe(workload.gpus);
        }
      }
    }
  });
});
