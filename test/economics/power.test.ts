import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { economics } from '../../src/economics/economics.ts';
import { dgxH100, fabricOf, h100, planOf, superPod, training, twoTier } from './fixture.ts';

const oneServer = planOf({ nodes: 1 });
const powerOf = (plan = planOf(), activity = training) => economics(plan, twoTier, activity).power;
const nodeW = (plan: typeof oneServer, activity = training): number => {
  const { gpus_w, servers_w, nics_w } = powerOf(plan, activity);
  return (gpus_w ?? Number.NaN) + (servers_w ?? Number.NaN) + (nics_w ?? Number.NaN);
};
const busy = { ...training, busyFraction: 0.95, idleFraction: 0.05, networkIdleFraction: 0.05 };

describe('an 8 x H100 server under training (Latif et al.: 8.4 kW at most, about 76 % of 10.2 kW)', () => {
  it.each([
    ['the measured maximum', 8400],
    ['the share of the rating', 0.76 * 10200],
  ])('is within 10 %% of %s', (_what, published) => {
    expect(Math.abs(nodeW(oneServer, busy) / published - 1)).toBeLessThan(0.1);
  });

  it('draws the measured power of its own where the catalog has it', () => {
    const measured = planOf({ nodes: 1, cluster: { server: { ...dgxH100, trainingPowerW: 7752 } } });
    const flatOut = { ...training, busyFraction: 1, idleFraction: 0, networkIdleFraction: 0 };
    expect(nodeW(measured, flatOut)).toBeCloseTo(7752, 6);
  });

  it('is provisioned at its rating all the same', () => {
    const { provisioned_w, it_w } = powerOf(oneServer);
    expect(provisioned_w).toBeGreaterThanOrEqual(10200);
    expect(provisioned_w).toBeGreaterThan(it_w ?? Number.POSITIVE_INFINITY);
  });

  it('without a server in the catalog comes out the same: 575 W a GPU beside the GPU', () => {
    const bare = planOf({ nodes: 1, cluster: { server: null } });
    expect(nodeW(bare, busy) / nodeW(oneServer, busy)).toBeCloseTo(1, 1);
  });
});

describe('the network', () => {
  const pod = economics(planOf({ nodes: 127, topology: { managementEndpoints: 4 } }), superPod, busy).power;

  it('of a SuperPOD draws 35,856 W of switches and 30,630 W of modules; its share rises with the NICs', () => {
    expect(pod.switches_w).toBe(35856);
    expect(pod.transceivers_w).toBe(30630);
    expect(pod.nics_w).toBe(127 * 8 * 25);
    const withoutNics = (35856 + 30630) / (pod.it_w ?? Number.NaN);
    expect(pod.network_fraction).toBeGreaterThan(withoutNics);
    // Published for two- and three-tier clusters: 4.9 to 9 % of rated power.
    expect(withoutNics).toBeGreaterThan(0.049);
    expect(withoutNics).toBeLessThan(0.09);
  });
});

describe('energy', () => {
  it('of GPT-3 175B on 128 H100: provisioned energy within 15 % of the published 3.63 J/token, drawn energy below', () => {
    // 54 % of 989 TFLOP/s at 6 x 175e9 FLOP a token.
    const tokensPerGpuS = (0.54 * 989e12) / (6 * 175e9);
    const activity = { ...busy, stepTimeS: 1, tokensPerStep: tokensPerGpuS * 1024 };
    const plan = planOf();
    const { energy_per_token_j, provisioned_w } = economics(plan, twoTier, activity).power;
    const provisioned = ((provisioned_w ?? Number.NaN) * plan.economics.pue) / activity.tokensPerStep;
    expect(Math.abs(provisioned / 3.63 - 1)).toBeLessThan(0.15);
    expect(energy_per_token_j).toBeGreaterThan(0.6 * 3.63);
    expect(energy_per_token_j).toBeLessThan(3.63);
  });

  it('of moving data is a part of the whole, grows with bytes and with the tiers they cross', () => {
    const moved = (change: Partial<typeof training>): number =>
      powerOf(planOf(), { ...training, ...change }).data_movement_energy_per_step_j ?? Number.NaN;
    expect(moved({})).toBeLessThan(powerOf().energy_per_step_j ?? Number.NaN);
    expect(moved({ scaleOutBytesPerGpu: 40e9 })).toBeGreaterThan(moved({}));
    expect(moved({ crossing: [1, 0] })).toBeGreaterThan(moved({}));
    expect(moved({ scaleUpBytesPerGpu: 0, scaleOutBytesPerGpu: 0 })).toBe(0);
  });

  it('splits into compute and data movement without a rest', () => {
    const { energy_per_step_j, data_movement_energy_per_step_j, compute_energy_per_step_j, data_movement } = powerOf();
    expect((compute_energy_per_step_j ?? 0) + (data_movement_energy_per_step_j ?? 0)).toBeCloseTo(
      energy_per_step_j ?? Number.NaN,
      3,
    );
    const parts = (data_movement ?? []).reduce((sum, part) => sum + (part.energy_j ?? Number.NaN), 0);
    expect(parts).toBeCloseTo(data_movement_energy_per_step_j ?? Number.NaN, 6);
  });

  it('of a link is W / Gb/s x 1000, half of it at each end: 18.75 pJ/bit up and down, and the switch', () => {
    const silent = { ...training, crossing: [0, 0] };
    const leaf = powerOf(planOf(), silent).data_movement?.find((part) => part.name === 'leaf');
    expect(leaf?.pj_per_bit).toBeCloseTo(2 * 18.75 + (747 / 25.6e12) * 1e12, 6);
  });

  it('of a NIC is half its draw at the sender and half at the receiver: 25 W / 400 Gb/s', () => {
    expect(powerOf().data_movement?.find((part) => part.name === 'nic')?.pj_per_bit).toBeCloseTo(62.5, 9);
  });

  it('of NICs that send and receive at their rate all step long is what they draw', () => {
    const plan = planOf();
    const { nic, nicsPerNode, gpusPerNode } = plan.cluster;
    const scaleOutBytesPerGpu = (nic.bytesPerS * nicsPerNode * (training.stepTimeS ?? Number.NaN)) / gpusPerNode;
    const full = powerOf(plan, { ...training, scaleOutBytesPerGpu });
    const drawn = (watts: number | null | undefined) => (watts ?? Number.NaN) * (training.stepTimeS ?? Number.NaN);
    expect(full.data_movement?.find((part) => part.name === 'nic')?.energy_j).toBeCloseTo(drawn(full.nics_w), 3);
  });

  it('among equal switches grows with the hops between them', () => {
    const routers = fabricOf([{ name: 'router', switches: 50, down: 200, up: 0 }], 200, 175);
    const perBit = (meanHops: number) =>
      economics(planOf(), { ...routers, meanHops }, { ...training, crossing: [1] }).power.data_movement?.at(-1)
        ?.pj_per_bit ?? Number.NaN;
    const hop = 18.75 + (747 / 25.6e12) * 1e12;
    expect(perBit(4) - perBit(2)).toBeCloseTo(2 * hop, 6);
  });

  it('is charged to the job by its share of the GPUs', () => {
    const quarter = powerOf(planOf({ jobGpus: 256 })).energy_per_step_j ?? Number.NaN;
    expect(quarter * 4).toBeCloseTo(powerOf().energy_per_step_j ?? Number.NaN, 3);
  });

  it('makes carbon with the intensity of the grid: 369.5 g/kWh in the USA', () => {
    const { energy_per_step_j, carbon_kg_per_step } = powerOf();
    expect(carbon_kg_per_step).toBeCloseTo(((energy_per_step_j ?? 0) / 3.6e6) * 0.3695, 9);
  });
});

describe('activity', () => {
  it('waiting draws less than communicating, communicating less than computing', () => {
    const { phases } = powerOf();
    expect(phases?.idle_w).toBeLessThan(phases?.communication_w ?? 0);
    expect(phases?.communication_w).toBeLessThan(phases?.compute_w ?? 0);
  });

  it('weighs the draw of a GPU by what it does', () => {
    const plan = planOf({ power: { gpuActivity: { compute: 0.9, communication: 0.4, idle: 0.1 } } });
    expect(powerOf(plan).gpus_w).toBeCloseTo(1024 * 700 * (0.8 * 0.9 + 0.15 * 0.4 + 0.05 * 0.1), 6);
  });

  it('a busier step draws more, and IT power lies between the phases', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (idle, part) => {
          const step = { ...training, busyFraction: 1 - idle, idleFraction: idle, networkIdleFraction: idle * part };
          const { it_w, phases } = powerOf(planOf(), step);
          expect(it_w).toBeGreaterThanOrEqual((phases?.idle_w ?? Number.NaN) - 1e-6);
          expect(it_w).toBeLessThanOrEqual((phases?.compute_w ?? Number.NaN) + 1e-6);
        },
      ),
    );
  });

  it('GPUs of a rack that the cluster leaves unused idle', () => {
    const rack = { ...dgxH100, gpusPerServer: 72, ratedPowerW: 132000 };
    const gpu = { ...h100, scaleUp: { ...h100.scaleUp, domainGpus: 72 } };
    const at = (gpusPerDomain: number): number =>
      powerOf(
        planOf({
          cluster: {
            server: rack,
            gpu,
            gpus: gpusPerDomain,
            gpusPerNode: 72,
            gpusPerDomain,
            nodes: 1,
            nicsPerNode: 72,
          },
        }),
      ).gpus_w ?? Number.NaN;
    expect(at(64) / 64).toBeGreaterThan(at(72) / 72);
  });
});

describe('a facility cap', () => {
  it('not given is no field', () => {
    expect(powerOf()).not.toHaveProperty('gpus_within_facility_cap');
  });
});
