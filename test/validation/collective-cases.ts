import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { builtinCatalog } from '../../src/catalog/builtin.ts';
import { parseLog } from '../../src/collectives/calibration/log.ts';
import type { CollectiveOp, Interconnect } from '../../src/collectives/types.ts';
import { flatFabric, GB, resolveConstants } from '../collectives/machine.ts';

/** Time of one message size, s. */
export interface MeasuredPoint {
  readonly bytes: number;
  readonly timeS: number;
}

/** One measured curve and the machine it was taken on, as far as it is known. */
export interface CollectiveCase {
  readonly id: string;
  /** File of the log, without `.txt`; null for a curve that is not one. */
  readonly log: string | null;
  /** nccl (published logs) or nccl_intranode_nvidia (curves of one server). */
  readonly set: string;
  readonly site: string;
  readonly op: CollectiveOp;
  readonly ranks: number;
  /** default, tuned, untuned, degraded, jittery. */
  readonly state: string;
  readonly scaleOut: boolean;
  /** Algorithm that the log says was forced. */
  readonly forced: string | null;
  readonly interconnect: Interconnect;
  /** From 1 KiB up. */
  readonly points: readonly MeasuredPoint[];
}

interface IndexEntry {
  readonly file: string;
  readonly site: string;
  readonly gpu: string;
  readonly gpus_per_node: number;
  readonly scale_up_domain: number;
  readonly nic: { readonly count: number | null; readonly gbps: number | null; readonly kind: string };
  readonly path: string;
  readonly state: string;
  readonly tuning?: string;
}

const SMALLEST_BYTES = 1024;
const MICROSECOND = 1e-6;
const DATA = new URL('./data/', import.meta.url);
const OPERATIONS: Readonly<Record<string, CollectiveOp>> = {
  all_reduce: 'all-reduce',
  all_gather: 'all-gather',
  reduce_scatter: 'reduce-scatter',
  alltoall: 'all-to-all',
};

function transportOf(kind: string): string {
  const names: readonly [RegExp, string][] = [
    [/InfiniBand/, 'infiniband'],
    [/EFA/, 'efa'],
    [/TCPXO/, 'tcpxo'],
    [/TCPX/, 'tcpx'],
    [/Slingshot/, 'slingshot'],
    [/RoCE/, 'roce'],
  ];
  return names.find(([pattern]) => pattern.test(kind))?.[1] ?? 'infiniband';
}

interface Machine {
  readonly gpuId: string;
  readonly ranks: number;
  readonly perNode: number;
  readonly domain: number;
  readonly nics: number;
  readonly nicGbps: number;
  readonly transport: string;
  readonly inNetworkReduction: boolean;
}

/** Where the index and the catalog call a GPU differently. */
const CATALOG_IDS: Readonly<Record<string, string>> = { 'v100-sxm': 'v100-32-sxm' };

/** null where the catalog has no such GPU. */
function interconnectOf(machine: Machine): Interconnect | null {
  const gpu = builtinCatalog.gpus.find(({ id }) => id === (CATALOG_IDS[machine.gpuId] ?? machine.gpuId));
  const nic = builtinCatalog.nics[0];
  if (gpu === undefined || nic === undefined) return null;
  const gpus = Math.max(machine.ranks, machine.perNode, machine.domain);
  return {
    cluster: {
      gpu,
      gpus,
      gpusPerNode: machine.perNode,
      nodes: Math.ceil(gpus / machine.perNode),
      gpusPerDomain: machine.domain,
      server: null,
      reserveBytes: 0,
      nic: { ...nic, bytesPerS: (machine.nicGbps / 8) * GB, transport: machine.transport },
      nicsPerNode: machine.nics,
    },
    // The logs do not describe their fabrics: one that never binds.
    fabric: flatFabric(),
    inNetworkReduction: machine.inNetworkReduction,
    idealScaleOut: false,
    scaleOutFactor: 1,
    constants: resolveConstants({
      generation: gpu.generation,
      vendor: gpu.vendor,
      transport: machine.transport,
    }),
  };
}

function logCases(entry: IndexEntry): readonly CollectiveCase[] {
  const log = parseLog(readFileSync(new URL(`nccl/${entry.file}`, DATA), 'utf8'));
  return log.tables.flatMap((table): readonly CollectiveCase[] => {
    const { op, ranks } = table;
    if (op === null || ranks === null) return [];
    const scaleOut = entry.path !== 'scale-up' && ranks > entry.scale_up_domain;
    // Without the number of NICs a network cannot be predicted.
    if (scaleOut && (entry.nic.count === null || entry.nic.gbps === null)) return [];
    const interconnect = interconnectOf({
      gpuId: entry.gpu,
      ranks,
      perNode: entry.gpus_per_node,
      // Both racks of the 128-GPU log lend 64.
      domain: entry.file.includes('2rack') ? ranks / 2 : entry.scale_up_domain,
      nics: entry.nic.count || entry.gpus_per_node,
      nicGbps: entry.nic.gbps ?? 400,
      transport: transportOf(entry.nic.kind),
      inNetworkReduction: /SHARP/.test(entry.tuning ?? ''),
    });
    if (interconnect === null) return [];
    const name = entry.file.replace(/\.txt$/, '');
    const points = table.rows
      .filter((row) => row.bytes >= SMALLEST_BYTES)
      .map((row) => ({
        bytes: row.bytes,
        // In-place all-to-all is another operation; elsewhere the better half is the one without outliers.
        timeS: op === 'all-to-all' ? row.outOfPlace.timeS : Math.min(row.outOfPlace.timeS, row.inPlace.timeS),
      }));
    return [
      {
        id: log.tables.length === 1 ? name : `${name}-${ranks}g`,
        log: name,
        set: 'nccl',
        site: entry.site,
        op,
        ranks,
        state: entry.state,
        scaleOut,
        forced: /NCCL_ALGO=Ring/.test(entry.tuning ?? '') ? 'ring' : null,
        interconnect,
        points,
      },
    ];
  });
}

interface Curve {
  readonly id: string;
  readonly gpu: string;
  readonly gpus: number;
  readonly collective: string;
  readonly suspect?: boolean;
  readonly points: readonly [number, number][];
}

function curveCase(curve: Curve): readonly CollectiveCase[] {
  const op = OPERATIONS[curve.collective];
  const tray = /^gb/.test(curve.gpu);
  const interconnect = interconnectOf({
    gpuId: curve.gpu,
    ranks: curve.gpus,
    perNode: tray ? 4 : 8,
    domain: tray ? 72 : curve.gpu === 'l40s' ? 1 : 8,
    nics: 8,
    nicGbps: 400,
    transport: 'infiniband',
    inNetworkReduction: false,
  });
  if (op === undefined || interconnect === null || curve.suspect === true) return [];
  return [
    {
      id: curve.id,
      log: null,
      set: 'nccl_intranode_nvidia',
      site: 'aiconfigurator',
      op,
      ranks: curve.gpus,
      state: 'default',
      scaleOut: false,
      forced: null,
      interconnect,
      points: curve.points
        .filter(([bytes]) => bytes >= SMALLEST_BYTES)
        .map(([bytes, us]) => ({ bytes, timeS: us * MICROSECOND })),
    },
  ];
}

/** Every measured curve whose machine is known well enough to predict it. */
export function collectiveCases(): readonly CollectiveCase[] {
  const index = parse(readFileSync(new URL('nccl/index.yaml', DATA), 'utf8')) as { files: IndexEntry[] };
  const curves = parse(readFileSync(new URL('collectives/nccl_intranode_nvidia.yaml', DATA), 'utf8')) as {
    rows: Curve[];
  };
  return [...index.files.flatMap(logCases), ...curves.rows.flatMap(curveCase)];
}
