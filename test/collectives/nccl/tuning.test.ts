import { describe, expect, it } from 'vitest';
import { type NcclMachine, searchGraph } from '../../../src/collectives/nccl/search.ts';
import { chooseNccl, type NcclOperation, tuningTable } from '../../../src/collectives/nccl/tuning.ts';

/** Published search results and tables worked out from NCCL 2.30.7's rules. */
function system(generation: 'ampere' | 'hopper' | 'blackwell', nodes: number, amdProcessor = false): NcclMachine {
  const scaleUpGBs = { ampere: 300, hopper: 450, blackwell: 900 }[generation];
  const nicGBs = generation === 'ampere' ? 25 : 50;
  return { generation, scaleUpGBs, nvlink: true, gpusPerNode: 8, nodes, nics: 8, nicGBs, amdProcessor };
}

describe('topology search', () => {
  it.each([
    [system('hopper', 1), 12, 30, 8, 40],
    [system('blackwell', 1), 16, 45, 8, 80],
    [system('ampere', 1), 12, 20, null, null],
    [system('hopper', 2), 8, 48, 8, 40],
    [system('hopper', 16), 8, 48, 8, 40],
    [system('ampere', 2), 8, 24, null, null],
    [system('blackwell', 2), 8, 48, 8, 80],
  ])('finds the channels of system %#', (machine, channels, speed, heads, inner) => {
    const graph = searchGraph(machine);
    expect(graph.ring).toEqual({ channels, speed });
    if (heads !== null) expect(graph.nvls).toMatchObject({ channels: heads, inner });
  });
});

type Row = [string, NcclMachine, NcclOperation, (readonly [number, number] | null)[]];
const TABLE: Row[] = [
  [
    '1 x 8 H100',
    system('hopper', 1),
    'all-reduce',
    [
      [15.2, 43.58],
      [31.5, 128.8],
      [64.4, 165.6],
      [15.0, 80.57],
      [40.6, 189.26],
      [56.0, 205.71],
      [25.0, 272.0],
    ],
  ],
  [
    '1 x 8 H100',
    system('hopper', 1),
    'all-gather',
    [null, null, null, [10.8, 161.14], [27.3, 378.51], [32.2, 411.43], [25.0, 208.25]],
  ],
  [
    '2 x 8 H100',
    system('hopper', 2),
    'all-reduce',
    [
      [25.2, 19.5],
      [48.5, 146.8],
      [92.4, 165.6],
      [40.0, 20.8],
      [75.2, 156.59],
      [131.6, 204.8],
      [66.8, 246.19],
    ],
  ],
  [
    '4 x 8 H100',
    system('hopper', 4),
    'all-reduce',
    [
      [35.2, 10.2],
      [65.5, 116.0],
      [120.4, 144.0],
      [78.8, 10.53],
      [144.4, 151.54],
      [282.8, 198.19],
      [108.6, 187.87],
    ],
  ],
  [
    '8 x 8 H100',
    system('hopper', 8),
    'all-reduce',
    [
      [45.2, 10.2],
      [82.5, 116.0],
      [148.4, 144.0],
      [156.4, 10.36],
      [282.8, 149.13],
      [585.2, 195.05],
      [150.4, 184.89],
    ],
  ],
  [
    '128 x 8 H100',
    system('hopper', 128),
    'all-reduce',
    [
      [85.2, 10.2],
      [150.5, 116.0],
      [260.4, 144.0],
      [2484.4, 10.21],
      [4434.8, 146.94],
      [9657.2, 192.19],
      [317.6, 182.18],
    ],
  ],
  [
    '1 x 8 A100',
    system('ampere', 1),
    'all-reduce',
    [[15.2, 29.05], [31.5, 85.87], [64.4, 110.4], [15.0, 50.11], [40.6, 126.17], [56.0, 137.14], null],
  ],
  [
    '2 x 8 A100 on AMD processors',
    system('ampere', 2, true),
    'all-reduce',
    [[25.2, 11.25], [48.5, 80.0], [92.4, 88.32], [68.0, 12.0], [78.0, 85.33], [204.4, 102.4], null],
  ],
  [
    '2 x 8 A100 on AMD processors',
    system('ampere', 2, true),
    'all-gather',
    [null, null, null, [37.3, 24.0], [46.0, 170.67], [106.4, 204.8], null],
  ],
];
const COLUMNS = ['tree ll', 'tree ll128', 'tree simple', 'ring ll', 'ring ll128', 'ring simple', 'nvls'];

describe('tuning table', () => {
  it.each(TABLE)('%s %#: latency and bandwidth to the digit', (_name, machine, op, expected) => {
    const cells = tuningTable(op, machine, searchGraph(machine));
    const rounded = COLUMNS.map((column) => {
      const cell = cells.find((c) => `${c.algorithm} ${c.protocol}`.startsWith(column));
      return cell === undefined ? null : [Number(cell.latencyUs.toFixed(1)), Number(cell.bandwidthGBs.toFixed(2))];
    });
    expect(rounded).toEqual(expected);
  });
});

const SIZES = [8, 2 ** 16, 2 ** 20, 2 ** 24, 2 ** 27, 2 ** 30, 2 ** 33];
const CHOICES: [string, NcclMachine, NcclOperation, [number, string][]][] = [
  [
    '1 x 8 H100',
    system('hopper', 1),
    'all-reduce',
    [
      [15.0, 'ring ll'],
      [15.8, 'ring ll'],
      [28.0, 'ring ll'],
      [86.7, 'nvls simple'],
      [518.4, 'nvls simple'],
      [3972.6, 'nvls simple'],
      [31605.6, 'nvls simple'],
    ],
  ],
  [
    '1 x 8 H100',
    system('hopper', 1),
    'all-gather',
    [
      [10.8, 'ring ll'],
      [11.2, 'ring ll'],
      [17.3, 'ring ll'],
      [71.6, 'ring ll128'],
      [358.4, 'ring simple'],
      [2642.0, 'ring simple'],
      [20910.5, 'ring simple'],
    ],
  ],
  [
    '2 x 8 H100',
    system('hopper', 2),
    'all-reduce',
    [
      [25.2, 'tree ll'],
      [30.8, 'tree ll'],
      [60.4, 'tree ll128'],
      [134.9, 'nvls-tree simple'],
      [612.0, 'nvls-tree simple'],
      [4428.3, 'nvls-tree simple'],
      [34958.8, 'nvls-tree simple'],
    ],
  ],
  [
    '4 x 8 H100',
    system('hopper', 4),
    'all-reduce',
    [
      [35.2, 'tree ll'],
      [45.9, 'tree ll'],
      [80.6, 'tree ll128'],
      [197.9, 'nvls-tree simple'],
      [823.0, 'nvls-tree simple'],
      [5813.6, 'ring simple'],
      [43737.1, 'ring simple'],
    ],
  ],
  [
    '8 x 8 H100',
    system('hopper', 8),
    'all-reduce',
    [
      [45.2, 'tree ll'],
      [55.9, 'tree ll'],
      [97.6, 'tree ll128'],
      [241.1, 'nvls-tree simple'],
      [876.3, 'nvls-tree simple'],
      [5957.9, 'nvls-tree simple'],
      [44859.5, 'ring simple'],
    ],
  ],
  [
    '128 x 8 H100',
    system('hopper', 128),
    'all-reduce',
    [
      [85.2, 'tree ll'],
      [95.9, 'tree ll'],
      [165.6, 'tree ll128'],
      [311.2, 'tree ll128'],
      [1054.3, 'nvls-tree simple'],
      [6211.5, 'nvls-tree simple'],
      [47469.0, 'nvls-tree simple'],
    ],
  ],
  [
    '2 x 8 A100 on AMD processors',
    system('ampere', 2, true),
    'all-reduce',
    [
      [25.2, 'tree ll'],
      [34.9, 'tree ll'],
      [70.3, 'tree ll128'],
      [274.6, 'ring ll128'],
      [1596.9, 'ring simple'],
      [10771.9, 'ring simple'],
      [84172.2, 'ring simple'],
    ],
  ],
];

describe('selection', () => {
  it.each(CHOICES)('%s %#: algorithm, protocol and time from 8 B to 8 GiB', (_name, machine, op, expected) => {
    const chosen = SIZES.map((bytes) => {
      const choice = chooseNccl(op, bytes, machine, searchGraph(machine));
      return choice === null
        ? null
        : [Number((choice.tableTimeS * 1e6).toFixed(1)), `${choice.algorithm} ${choice.protocol}`];
    });
    expect(chosen).toEqual(expected);
  });

  it('matches the published run of eight H200: rings of LL up to 1 MiB, NVLS from 2 MiB at the latest', () => {
    const machine = system('hopper', 1);
    const graph = searchGraph(machine);
    expect(chooseNccl('all-reduce', 2 ** 20, machine, graph)).toMatchObject({ algorithm: 'ring', protocol: 'll' });
    expect(chooseNccl('all-reduce', 2 ** 22, machine, graph)?.algorithm).toBe('nvls');
  });
});
