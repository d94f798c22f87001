import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billOfMaterials, subtotalUsd, subtotalW } from '../../src/economics/bill.ts';
import type { BillLine } from '../../src/economics/types.ts';
import {
  copper,
  dgxH100,
  fabricOf,
  h100,
  planOf,
  qm9700,
  singlePort,
  soldWith,
  superPod,
  twinPort,
  twoTier,
} from './fixture.ts';

const countOf = (bill: readonly BillLine[], kind: BillLine['kind']): number =>
  bill.filter((line) => line.kind === kind).reduce((sum, line) => sum + line.count, 0);
const wattsOf = (bill: readonly BillLine[], ...kinds: BillLine['kind'][]): number =>
  bill.filter((line) => kinds.includes(line.kind)).reduce((sum, line) => sum + (subtotalW(line) ?? Number.NaN), 0);

describe('the 4-SU SuperPOD', () => {
  const bill = billOfMaterials(planOf({ nodes: 127, topology: { managementEndpoints: 4 } }), superPod);

  it('has 48 switches and 2,042 twin-port modules: 508 + 510 + 1,024', () => {
    expect(countOf(bill, 'switch')).toBe(48);
    expect(bill.filter((line) => line.kind === 'transceiver').map((line) => line.count)).toEqual([508, 510, 512, 512]);
  });

  it('gives its network 4.88 % of the power, NICs excluded', () => {
    expect(wattsOf(bill, 'switch')).toBe(35856);
    expect(wattsOf(bill, 'transceiver')).toBe(30630);
    expect(wattsOf(bill, 'server')).toBe(1295400);
    expect(wattsOf(bill, 'switch', 'transceiver') / wattsOf(bill, 'switch', 'transceiver', 'server')).toBeCloseTo(
      0.048819,
      6,
    );
  });
});

describe('modules', () => {
  it('do not join two NICs that have a cage each', () => {
    const bill = billOfMaterials(planOf({ cluster: { server: { ...dgxH100, twinPortCages: null } } }), twoTier);
    expect(bill.find((line) => line.note.includes('server end'))?.count).toBe(1024);
  });

  it('round up on each device, not in total', () => {
    const fabric = fabricOf(
      [
        { name: 'leaf', switches: 2, down: 16, up: 6 },
        { name: 'spine', switches: 3, down: 6, up: 0 },
      ],
      16,
    );
    const counts = billOfMaterials(planOf({ nodes: 2 }), fabric)
      .filter((line) => line.note.startsWith('leaf to spine'))
      .map((line) => line.count);
    expect(counts).toEqual([4, 3]);
  });

  it('count links that do not spread evenly once each', () => {
    const fabric = fabricOf(
      [
        { name: 'leaf', switches: 2, down: 16, up: 7 },
        { name: 'spine', switches: 1, down: 7, up: 0 },
      ],
      16,
    );
    const leafEnd = (optic: typeof twinPort) =>
      billOfMaterials(planOf({ nodes: 2, optics: { fabric: optic } }), fabric).find((line) =>
        line.note.startsWith('leaf to spine, leaf end'),
      )?.count;
    expect([leafEnd(singlePort), leafEnd(twinPort)]).toEqual([7, 4]);
  });

  it('are two an end where one is half as fast as the link', () => {
    const tiers = twoTier.tiers.map((tier) => ({ ...tier, linkBytesPerS: 100e9 }));
    const bill = billOfMaterials(planOf({ optics: { access: singlePort, fabric: singlePort } }), { ...twoTier, tiers });
    expect(countOf(bill, 'transceiver')).toBe(2 * 4096);
  });

  it('are one an end when single-port: 2 x links', () => {
    const bill = billOfMaterials(planOf({ optics: { access: singlePort, fabric: singlePort } }), twoTier);
    expect(countOf(bill, 'transceiver')).toBe(4096);
  });

  it('carry one link of their full rate', () => {
    const links = { ...fabricOf([{ name: 'leaf', switches: 1, down: 8, up: 0 }], 8) };
    const fast = { ...links, tiers: links.tiers.map((tier) => ({ ...tier, linkBytesPerS: 100e9 })) };
    const bill = billOfMaterials(planOf({ nodes: 1, optics: { access: twinPort } }), fast);
    expect(bill.filter((line) => line.kind === 'transceiver').map((line) => line.count)).toEqual([8, 8]);
  });

  it('on a slim fly end every link among routers twice', () => {
    const routers = fabricOf([{ name: 'router', switches: 50, down: 200, up: 0 }], 200, 175);
    const bill = billOfMaterials(planOf({ nodes: 25, optics: { access: singlePort, fabric: singlePort } }), routers);
    expect(countOf(bill, 'transceiver')).toBe(2 * (200 + 175));
  });
});

describe('copper', () => {
  it('is one item a link with both ends, priced by length, and has no modules', () => {
    const bill = billOfMaterials(planOf({ optics: { access: copper, accessLengthM: 2 } }), twoTier);
    const cable = bill.find((line) => line.kind === 'cable');
    expect(cable).toMatchObject({ count: 1024, unitPriceUsd: { typical: 260 }, unitPowerW: 0.2 });
    expect(countOf(bill, 'transceiver')).toBe(1024);
  });
});

describe('servers and NICs', () => {
  it('never count NICs twice when the server price includes them', () => {
    const bill = billOfMaterials(planOf({ cluster: { includedNics: soldWith } }), twoTier);
    const nics = bill.find((line) => line.kind === 'nic');
    expect(nics).toMatchObject({ count: 1024, note: expect.stringContaining('price in the server') });
    expect(nics && subtotalUsd(nics, 'typical')).toBe(0);
  });

  it('become GPUs when the server is unknown, with an unknown price', () => {
    const bill = billOfMaterials(planOf({ cluster: { server: null } }), twoTier);
    expect(bill[0]).toMatchObject({ kind: 'gpu', count: 1024, unitPriceUsd: null });
  });

  it('are racks where the catalog sells racks, of which a job may use 64 GPUs of 72', () => {
    const rack = { ...dgxH100, gpusPerServer: 72, nicsPerServer: 72 };
    const gpu = { ...h100, scaleUp: { ...h100.scaleUp, domainGpus: 72 } };
    const cluster = { server: rack, gpu, gpus: 512, gpusPerNode: 4, gpusPerDomain: 64, nodes: 128, nicsPerNode: 4 };
    expect(billOfMaterials(planOf({ cluster }), twoTier)[0]).toMatchObject({ kind: 'server', count: 8 });
  });
});

it('spares are bought, round up, and draw nothing', () => {
  const plan = planOf({ topology: { spareFraction: 0.03 } });
  const spares = billOfMaterials(plan, twoTier).filter((line) => line.note.startsWith('spare'));
  expect(spares.map((line) => [line.kind, line.count])).toEqual([
    ['switch', 1],
    ['switch', 1],
    ['transceiver', 16],
    ['transceiver', 16],
    ['transceiver', 16],
    ['transceiver', 16],
  ]);
  expect(wattsOf(spares, 'switch', 'transceiver')).toBe(0);
});

/**
 * Rail-only (Wang et al., arXiv 2307.12169): 694 USD a port of 64-port switches, 199 USD a transceiver, both ends of
 * every link.
 */
describe('the published rail-only price model', () => {
  const price = { low: null, typical: 199, high: null };
  const port = { low: null, typical: 694 * 64, high: null };
  const optic = { ...singlePort, priceUsd: price };
  const networkUsd = (gpus: number, counts: readonly number[], interSwitchLinks: number): number => {
    const names = ['leaf', 'spine', 'core'];
    const tiers = counts.map((switches, index) => ({
      name: names[index] ?? 'core',
      switches,
      down: gpus,
      up: index < counts.length - 1 ? interSwitchLinks / (counts.length - 1) : 0,
      switchType: { ...qm9700, priceUsd: port },
    }));
    const plan = planOf({ nodes: gpus / 8, optics: { access: optic, fabric: optic } });
    return billOfMaterials(plan, fabricOf(tiers, gpus))
      .filter((line) => line.kind === 'switch' || line.kind === 'transceiver')
      .reduce((sum, line) => sum + (subtotalUsd(line, 'typical') ?? Number.NaN), 0);
  };

  it.each([
    [32768, [1024, 1024, 512], 2, 152829952],
    [32768, [1024, 512], 1, 94306304],
    [65536, [2048, 2048, 1024], 2, 305659904],
    [65536, [2048, 1024], 1, 188612608],
  ])('prices %i GPUs on switches %j exactly', (gpus, counts, tiersOfLinks, usd) => {
    expect(networkUsd(gpus, counts, gpus * tiersOfLinks)).toBe(usd);
  });
});

/**
 * DeepSeek-V3 (ISCA 2025), Table 3, at one linear price model that fits it: 30,000 USD a switch, 2,130 an inter-switch
 * link, 850 an endpoint. The table does not identify the prices; this checks counts and sums.
 */
describe('the DeepSeek-V3 network table', () => {
  const cable = (usd: number) => ({
    ...copper,
    priceUsd: { low: null, typical: usd, high: null },
    priceUsdPerM: null,
  });
  const plan = (endpoints: number) =>
    planOf({ nodes: endpoints / 8, optics: { access: cable(850), fabric: cable(2130) } });
  const switchType = { ...qm9700, priceUsd: { low: null, typical: 30000, high: null } };

  it.each([
    ['two-layer fat tree', 2048, [64, 32], 2048, 9],
    ['three-layer fat tree', 65536, [2048, 2048, 1024], 131072, 491],
    ['slim fly', 32928, [1568], 32928, 146],
  ])('%s is within 1 %% of the printed cost', (_kind, endpoints, switches, links, printedMusd) => {
    const tiers = switches.map((count, index) => ({
      name: `tier ${index}`,
      switches: count,
      down: endpoints,
      up: index < switches.length - 1 ? links / (switches.length - 1) : 0,
      switchType,
    }));
    const usd = billOfMaterials(plan(endpoints), fabricOf(tiers, endpoints, links))
      .filter((line) => line.kind === 'switch' || line.kind === 'cable')
      .reduce((sum, line) => sum + (subtotalUsd(line, 'typical') ?? Number.NaN), 0);
    expect(Math.abs(usd / 1e6 / printedMusd - 1)).toBeLessThan(0.01);
  });
});

it('co-packaged optics: no modules in the switches, those of the servers stay', () => {
  const tiers = twoTier.tiers.map((tier) => ({ ...tier, switchType: { ...qm9700, opticsIncluded: true } }));
  const modules = billOfMaterials(planOf(), { ...twoTier, tiers }).filter((line) => line.kind === 'transceiver');
  expect(modules.map((line) => [line.count, line.note.includes('server end')])).toEqual([[512, true]]);
});

it('every link of a tree ends at exactly two counted ends', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 32 }), (nodes, spines) => {
      const links = nodes * 8;
      const fabric = fabricOf(
        [
          { name: 'leaf', switches: nodes, down: links, up: nodes * spines },
          { name: 'spine', switches: spines, down: nodes * spines, up: 0 },
        ],
        links,
      );
      const bill = billOfMaterials(planOf({ nodes, optics: { access: singlePort, fabric: singlePort } }), fabric);
      const twin = billOfMaterials(planOf({ nodes }), fabric);
      expect(countOf(bill, 'transceiver')).toBe(2 * (links + nodes * spines));
      expect(countOf(twin, 'transceiver')).toBeGreaterThanOrEqual(links + nodes * spines);
      expect(countOf(twin, 'transceiver')).toBeLessThanOrEqual(countOf(bill, 'transceiver'));
    }),
  );
});

describe('fibre', () => {
  const fibre = { ...singlePort, id: 'fibre', kind: 'fibre', priceUnit: 'metre', powerPerEndW: 0 } as const;
  const perMetre = { ...fibre, priceUsd: { low: 1, typical: 2, high: 4 } };

  it('is one cable for each link that modules end, priced by length, and draws nothing', () => {
    const optics = { accessFibre: perMetre, fabricFibre: perMetre, accessLengthM: 20, fabricLengthM: 30 };
    const lines = billOfMaterials(planOf({ optics }), twoTier).filter((line) => line.item === 'fibre');
    expect(lines.map(({ count, lengthM, unitPriceUsd }) => [count, lengthM, unitPriceUsd?.typical])).toEqual([
      [1024, 20, 40],
      [1024, 30, 60],
    ]);
    expect(wattsOf(lines, 'cable')).toBe(0);
  });

  it('does not go with copper', () => {
    const optics = { access: copper, accessFibre: perMetre };
    const lines = billOfMaterials(planOf({ optics }), twoTier);
    expect(lines.filter((line) => line.item === 'fibre')).toEqual([]);
  });
});

it('links of fabric managers have no module at a server, however many planes and managers there are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 9 }), (planes, managers) => {
      const nics = 64 * planes;
      const fabric = {
        ...fabricOf([{ name: 'leaf', switches: planes, down: nics + managers, up: 0 }], nics + managers),
        planes,
      };
      const plan = planOf({
        nodes: 8,
        cluster: { server: { ...dgxH100, twinPortCages: null } },
        topology: { managementEndpoints: managers, planes },
        optics: { access: singlePort },
      });
      const ends = billOfMaterials(plan, fabric).filter((line) => line.kind === 'transceiver');
      expect(ends.map((line) => line.count)).toEqual([nics, nics + managers]);
    }),
  );
});

it('storage and management are bought with the servers, once', () => {
  const bill = billOfMaterials(
    planOf({ economics: { storageUsdPerServer: 500, managementUsdPerServer: 80 } }),
    twoTier,
  );
  const lines = bill.filter(({ kind }) => kind === 'storage' || kind === 'management');
  expect(lines.map((line) => [line.kind, line.count, subtotalUsd(line, 'high')])).toEqual([
    ['storage', 128, 64_000],
    ['management', 128, 10_240],
  ]);
});
