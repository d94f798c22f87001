import { subtotalUsd } from '../../../src/economics/bill.ts';
import type { BillLine } from '../../../src/economics/types.ts';
import { type Built, build } from '../topologies/build.ts';
import type { Item } from './item.ts';

function built(request: Parameters<typeof build>[0]): Built {
  const result = build(request);
  if (!result.ok) throw new Error(result.reason);
  return result;
}

const usdOf = ({ bill }: Built, ...kinds: readonly BillLine['kind'][]): number =>
  bill
    .filter(({ kind }) => kinds.includes(kind))
    .reduce((sum, line) => sum + (subtotalUsd(line, 'typical') ?? Number.NaN), 0);

/** 64 x 400 Gb/s at a stated price. */
const switchAt = (price: number) => ({ name: 'switch', ports: 64, port_bandwidth: '400 Gbps', price });

const RAIL_ONLY = { portUsd: 694, transceiverUsd: 199 };
const RAIL_ONLY_NOTE =
  'Wang et al., arXiv 2307.12169, unit prices as restated by a third party: 694 USD a port, 199 USD a transceiver';

const railOnlyRows = [
  { gpus: 32_768, closUsd: 152_829_952, railUsd: 94_306_304 },
  { gpus: 65_536, closUsd: 305_659_904, railUsd: 188_612_608 },
];

/** Switches and modules at both ends of every link, of rail-only and of Clos networks. */
export function railOnly(): readonly Item[] {
  const device = switchAt(64 * RAIL_ONLY.portUsd);
  const optics = { access: 'sr4-400', fabric: 'sr4-400', access_length_m: 20, fabric_length_m: 30 };
  const prices = { 'sr4-400': RAIL_ONLY.transceiverUsd };
  return railOnlyRows.flatMap(({ gpus, closUsd, railUsd }) => {
    const cost = (request: Partial<Parameters<typeof build>[0]>, kind: string, shape = {}): number =>
      usdOf(
        built({
          endpoints: gpus,
          ...request,
          economics: { prices },
          topology: { kind, switch: device, optics, ...shape },
        }),
        'switch',
        'transceiver',
      );
    const clos = cost({}, 'fat-tree');
    const rails = cost({ perDomain: 256 }, 'rail-only', { shape: { share_switches: true } });
    const item = (figure: string, expected: number, found: number, tolerance = 0): Item => ({
      subject: `rail-only, ${gpus} GPUs in domains of 256`,
      figure,
      expected,
      found,
      tolerance,
      note: RAIL_ONLY_NOTE,
    });
    return [
      item('Clos network, USD', closUsd, clos),
      item('rail-only network, USD', railUsd, rails),
      item('saving', 0.382933, 1 - rails / clos, 1e-5),
    ];
  });
}

const DEEPSEEK = { switchUsd: 30_000, linkUsd: 2_130, endpointUsd: 850 };

const deepseekRows = [
  { name: 'two-layer fat tree', endpoints: 2_048, musd: 9, topology: { kind: 'fat-tree', tiers: 2 } },
  { name: 'three-layer fat tree', endpoints: 65_536, musd: 491, topology: { kind: 'fat-tree', tiers: 3 } },
  { name: 'slim fly, q = 28', endpoints: 32_928, musd: 146, topology: { kind: 'slim-fly', shape: { q: 28 } } },
];

/** Counts and sums against the printed costs, at one linear price model that fits them. */
export const deepseek = (): readonly Item[] =>
  deepseekRows.map(({ name, endpoints, musd, topology }) => {
    const optics = { access: 'dac-400', fabric: 'aoc-400', access_length_m: 2, fabric_length_m: 10 };
    const network = built({
      endpoints,
      economics: { prices: { 'dac-400': DEEPSEEK.endpointUsd, 'aoc-400': DEEPSEEK.linkUsd } },
      topology: { ...topology, switch: switchAt(DEEPSEEK.switchUsd), optics },
    });
    return {
      subject: 'consistency: DeepSeek-V3 network cost table',
      figure: `${name}, million USD`,
      expected: musd,
      found: usdOf(network, 'switch', 'cable') / 1e6,
      tolerance: 0.01,
      note: 'ISCA 2025, Table 3; our prices, fitted: 30,000 USD a switch, 2,130 an inter-switch link, 850 an endpoint; the table does not identify them',
    };
  });
