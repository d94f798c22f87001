import type { Gpu } from '../../catalog/types.ts';
import { outOfRange } from '../../diagnostics/messages/schema.ts';
import { formatBytes } from '../../units/format.ts';
import { valueAt } from '../load/path.ts';
import type { ParsedSpec } from '../load/sections.ts';
import type { Plan } from '../plan.ts';
import { resolveCalibration } from './calibration.ts';
import { resolveCluster } from './cluster.ts';
import { generalConstant, resolvePlanConstants, withStatedConstants } from './constants.ts';
import { resolveDomain } from './domain.ts';
import { resolveEconomics } from './economics.ts';
import { includedNics } from './included-nics.ts';
import { resolveJob } from './job.ts';
import type { Sizes } from './layout.ts';
import { checkFacility, checkTokens } from './plausible.ts';
import { resolveCarbon, resolvePower } from './power.ts';
import { ownPriceIds, resolveOwnPrices } from './prices.ts';
import { ratedWith } from './rated-with.ts';
import { keysOf, type Resolving } from './resolving.ts';
import { statedOverlap } from './software.ts';
import { resolveStorage } from './storage.ts';
import { resolveTopology } from './topology.ts';

/** The plan of a parsed spec. Every section is checked as far as the others allow; null when a part is missing. */
export function resolvePlan(
  reading: Resolving,
  { sections, profile, measured, backgroundLoad }: ParsedSpec,
  name: string,
  overrides: readonly string[],
): Plan | null {
  const prices = resolveOwnPrices(reading, sections.economics);
  const priced: Resolving = { ...reading, catalog: prices.catalog };
  const resolving: Resolving = { ...priced, catalog: withStatedConstants(priced, sections.efficiency) };
  const { ledger } = resolving;
  const cluster = resolveCluster(resolving, sections.gpus, sections.nics);
  const { gpu, gpus, gpusPerNode, server, nic, nicsPerNode, makersNode } = cluster;
  const lengths = {
    access: generalConstant(resolving, 'access_length'),
    fabric: generalConstant(resolving, 'fabric_length'),
  };
  const topology = resolveTopology(resolving, sections.topology, cluster, lengths, {
    backgroundLoad,
    placement: sections.workload.placement,
  });
  const job = resolveJob(resolving, sections.workload, cluster);
  const gpusPerDomain =
    gpu === null || gpus === null || gpusPerNode === null
      ? null
      : resolveDomain(resolving, {
          gpu,
          gpus,
          gpusPerNode,
          makersNode,
          stated: sections.gpus.per_domain,
          groups: groupsOf(job.sizes),
        });
  const reserve = generalConstant(resolving, 'memory_reserve', job.workload?.software.framework);
  const reserveBytes = cluster.reserveBytes ?? ledger.assume('gpus.reserve', reserve.value, 'B', reserve);
  if (gpu !== null) checkReserve(resolving, gpu, reserveBytes);
  checkTokens(resolving, 'workload.tokens');
  checkFacility(resolving, 'power.facility_cap');
  const goodput = {
    stated: sections.reliability.goodput_fraction,
    constant: generalConstant(resolving, 'goodput'),
  };
  const devices = [
    server,
    gpu,
    nic,
    ...(server?.includesNics === true ? [includedNics(resolving, server).nic] : []),
    ...(topology?.switches ?? []),
    ...Object.values(topology?.optics ?? {}),
    ...[topology?.racks?.access, topology?.racks?.fabric]
      .flatMap((media) => Object.values(media ?? {}))
      .flatMap(({ optic, fibre }) => (fibre === undefined ? [optic] : [optic, fibre])),
  ];
  const economics = resolveEconomics(resolving, sections.economics, goodput, {
    currencyYear: prices.currencyYear,
    own: ownPriceIds(resolving, devices),
  });
  const storage = resolveStorage(resolving, sections.storage);
  const calibration = resolveCalibration(resolving, { profile, measured }, gpu);
  const carbonGPerKwh = resolveCarbon(resolving, sections.power);
  if (gpu === null || gpus === null || gpusPerNode === null || gpusPerDomain === null) return null;
  if (nic === null || nicsPerNode === null || topology === null || job.workload === null) return null;
  const constants = resolvePlanConstants(resolving, gpu, nic, job.workload.software);
  const power = resolvePower(resolving, sections.power, carbonGPerKwh, constants, gpu);
  return {
    name,
    cluster: {
      gpu,
      gpus,
      gpusPerNode,
      nodes: gpus / gpusPerNode,
      gpusPerDomain,
      server,
      reserveBytes,
      nic,
      nicsPerNode,
      ...(server === null ? {} : { ratedWith: ratedWith(resolving, server) }),
      ...(server?.includesNics === true ? { includedNics: includedNics(resolving, server) } : {}),
    },
    topology,
    workload: job.workload,
    layout: job.layout,
    ...(job.layout === null
      ? {
          layoutHints: job.hints,
          overlapHints: statedOverlap(sections.workload.overlap),
        }
      : {}),
    economics,
    power,
    ...(storage === undefined ? {} : { storage }),
    ...(calibration === undefined ? {} : { calibration }),
    constants,
    overrides,
    assumptions: ledger.assumptions,
    origins: ledger.origins,
  };
}

/** What is reserved must leave memory to the job. */
function checkReserve({ document, report, at }: Resolving, gpu: Gpu, reserveBytes: number): void {
  if (reserveBytes < gpu.memoryBytes) return;
  const stated = ['gpus.reserve', 'efficiency.memory_reserve'].find(
    (path) => valueAt(document.data, keysOf(path)) !== undefined,
  );
  const range = `less than the memory of "${gpu.id}", ${formatBytes(gpu.memoryBytes)}`;
  report(outOfRange(at(stated ?? 'gpus.type'), formatBytes(reserveBytes), range));
}

const groupsOf = (sizes: Sizes | null): readonly number[] =>
  sizes === null ? [] : [sizes.tensor, sizes.tensor * sizes.context, sizes.expert * sizes.expertTensor];
