import type { ParsedSpec } from '../load/sections.ts';
import type { Layout, Plan } from '../plan.ts';
import { checkEffects, checkGroupOfAny, checkLayerSum, checkModelFits, checkRanks, dataSize } from './check-layout.ts';
import { type Cluster, resolveCluster } from './cluster.ts';
import { checkEfficiency, generalConstant, resolvePlanConstants } from './constants.ts';
import { resolveDomain } from './domain.ts';
import { resolveEconomics } from './economics.ts';
import { completeLayout, layoutHints, type Sizes, statedSizes } from './layout.ts';
import { resolveModel } from './model.ts';
import { noteExtrapolation, noteUnknowns } from './notes.ts';
import { resolvePower } from './power.ts';
import type { Resolving } from './resolving.ts';
import { resolveTopology } from './topology.ts';
import { checkPrecision, jobGpus, resolveWorkload } from './workload.ts';

/** The plan of a parsed spec. Every section is checked as far as the others allow; null when a part is missing. */
export function resolvePlan(
  resolving: Resolving,
  { sections }: ParsedSpec,
  name: string,
  overrides: readonly string[],
): Plan | null {
  const cluster = resolveCluster(resolving, sections.gpus, sections.nics);
  const lengths = {
    access: generalConstant(resolving, 'access_length'),
    fabric: generalConstant(resolving, 'fabric_length'),
  };
  const topology = sections.topology === null ? null : resolveTopology(resolving, sections.topology, cluster, lengths);
  checkEfficiency(resolving, sections.efficiency ?? {});
  const job = sections.workload === null ? null : resolveJob(resolving, sections.workload, cluster);
  const reserve = generalConstant(resolving, 'memory_reserve');
  const economics =
    sections.economics === null || sections.reliability === null
      ? null
      : resolveEconomics(resolving, sections.economics ?? {}, {
          stated: sections.reliability?.goodput_fraction,
          constant: generalConstant(resolving, 'goodput'),
        });
  const { gpu, gpus, gpusPerNode, nic, nicsPerNode } = cluster;
  if (gpu === null || gpus === null || gpusPerNode === null || nic === null || nicsPerNode === null) return null;
  const gpusPerDomain = resolveDomain(resolving, {
    gpu,
    gpus,
    gpusPerNode,
    makersNode: cluster.makersNode,
    stated: sections.gpus?.per_domain,
    groups: groupsOf(job?.sizes ?? null),
  });
  if (topology === null || job?.workload == null || economics === null || sections.power === null) return null;
  const constants = resolvePlanConstants(resolving, sections.efficiency ?? {}, gpu, nic, job.workload.software);
  const power = resolvePower(resolving, sections.power ?? {}, constants);
  const reserveBytes = cluster.reserveBytes ?? resolving.ledger.assume('gpus.reserve', reserve.value, 'B', reserve);
  const { server } = cluster;
  noteUnknowns(resolving, cluster, topology, economics);
  noteExtrapolation(resolving, job.workload.gpus, constants);
  const { assumptions, origins } = resolving.ledger;
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
    },
    topology,
    workload: job.workload,
    layout: job.layout,
    ...(job.layout === null ? { layoutHints: job.hints } : {}),
    economics,
    power,
    constants,
    overrides,
    assumptions,
    origins,
  };
}

interface Job {
  readonly workload: Plan['workload'] | null;
  readonly layout: Layout | null;
  readonly hints: Partial<Layout>;
  readonly sizes: Sizes | null;
}

function resolveJob(
  resolving: Resolving,
  spec: NonNullable<ParsedSpec['sections']['workload']>,
  cluster: Cluster,
): Job {
  const model = resolving.intact('workload.model') ? resolveModel(resolving, spec.model) : null;
  const sizes = statedSizes(spec);
  const gpus = cluster.gpus === null ? null : jobGpus(resolving, spec, cluster.gpus, cluster.gpusPerNode);
  if (cluster.gpu !== null) checkPrecision(resolving, spec, cluster.gpu);
  checkEffects(resolving, spec);
  if (model !== null) checkLayerSum(resolving, spec, model);
  if (sizes !== null && model !== null) checkModelFits(resolving, spec, sizes, model);
  const data = sizes === null || gpus === null ? null : dataSize(resolving, sizes, gpus);
  if (sizes === null && gpus !== null) checkGroupOfAny(resolving, spec, gpus);
  if (sizes !== null && data !== null) checkRanks(resolving, spec, sizes, data, model);
  if (model === null || gpus === null || (sizes !== null && data === null))
    return { workload: null, layout: null, hints: {}, sizes };
  const workload = resolveWorkload(resolving, spec, model, gpus, sizes);
  const layout =
    sizes === null || data === null ? null : completeLayout(resolving, spec, sizes, data, model, workload.software);
  return { workload, layout, hints: layoutHints(spec, model), sizes };
}

const groupsOf = (sizes: Sizes | null): readonly number[] =>
  sizes === null ? [] : [sizes.tensor, sizes.tensor * sizes.context, sizes.expert * sizes.expertTensor];
