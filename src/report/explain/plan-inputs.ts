import { provenanceOf } from '../../catalog/provenance.ts';
import type { Provenance } from '../../catalog/types.ts';
import { nicPowerW } from '../../economics/nic-power.ts';
import { installedGpus, nicCount } from '../../economics/servers.ts';
import { adaptersOf } from '../../model/adapters.ts';
import { modelFlopsPerToken, recomputedFlopsPerToken } from '../../model/flops.ts';
import type { EconomicsPlan, Layout, Origin, Plan } from '../../spec/plan.ts';
import { serverCount } from '../../spec/server-use.ts';

export type InputValue = number | string | boolean | null;

/** One input of the plan that explanations name as `plan:<name>`. */
export interface PlanInput {
  readonly unit: string | null;
  readonly value: (plan: Plan) => InputValue;
  readonly origin: (plan: Plan) => Origin | null;
}

interface CatalogEntry {
  readonly id: string;
  readonly provenance: Readonly<Record<string, Provenance>>;
}

/** A value the spec, an override or a default gave. `paths`: the first of these keys that has an origin. */
const given = (unit: string | null, value: PlanInput['value'], ...paths: readonly string[]): PlanInput => ({
  unit,
  value,
  origin: ({ origins }) => {
    const path = paths.find((key) => Object.hasOwn(origins, key));
    return path === undefined ? null : (origins[path] ?? null);
  },
});

/** A number of a catalog entry, with the source the catalog states for it. */
const fromEntry = (
  unit: string | null,
  value: PlanInput['value'],
  entry: (plan: Plan) => CatalogEntry | null | undefined,
  field: (plan: Plan) => string,
): PlanInput => ({
  unit,
  value,
  origin: (plan) => {
    const found = entry(plan);
    const provenance = found ? provenanceOf(found.provenance, field(plan)) : null;
    return found && provenance ? { kind: 'catalog', entry: found.id, ...provenance } : null;
  },
});

const gpu = (plan: Plan) => plan.cluster.gpu;
const nic = (plan: Plan) => plan.cluster.nic;
const server = (plan: Plan) => plan.cluster.server;
const leaf = (plan: Plan) => plan.topology.switches[0];

/** Peaks of formats that share a matrix unit: fp16 runs at bf16's, the fp8 and fp4 variants at theirs. */
const peakFormat = (plan: Plan): 'fp32' | 'tf32' | 'bf16' | 'fp8' | 'fp4' => {
  const { precision } = plan.workload;
  if (precision === 'fp32' || precision === 'tf32' || precision === 'bf16') return precision;
  if (precision === 'fp16') return 'bf16';
  return precision === 'nvfp4' ? 'fp4' : 'fp8';
};

const layoutWords = ({ layout }: Plan): string =>
  layout === null ? 'chosen by the search' : degrees(layout).join(' x ');

const degrees = (layout: Layout): string[] =>
  (['tensor', 'pipeline', 'context', 'expert', 'data'] as const)
    .filter((name) => layout[name] > 1)
    .map((name) => `${name} ${layout[name]}`);

const workload = {
  'workload.model': given(null, (p) => p.workload.model.name, 'workload.model', 'workload.model.name'),
  'workload.gpus': given('count', (p) => p.workload.gpus, 'workload.gpus', 'gpus.count'),
  'workload.scale_up_domains': given(
    'count',
    (p) => Math.max(1, p.workload.gpus / p.cluster.gpusPerDomain),
    'workload.gpus',
    'gpus.count',
  ),
  'workload.sequence_length': given('token', (p) => p.workload.sequenceLength, 'workload.sequence_length'),
  'workload.global_batch': given('sequence', (p) => p.workload.globalBatch, 'workload.global_batch'),
  'workload.micro_batch': given('sequence', (p) => p.layout?.microBatch ?? null, 'workload.micro_batch'),
  'workload.precision': given(null, (p) => p.workload.precision, 'workload.precision'),
  'workload.gradient_precision': given(
    null,
    (p) => (p.workload.gradientBytes === 4 ? 'fp32' : 'bf16'),
    'workload.gradient_precision',
  ),
  'workload.optimizer': given(null, (p) => p.workload.optimizer, 'workload.optimizer'),
  'workload.sharding': given(null, (p) => p.layout?.sharding ?? null, 'workload.sharding'),
  'workload.recompute': given(null, (p) => p.layout?.recompute ?? null, 'workload.recompute'),
  'workload.schedule': given(null, (p) => p.layout?.schedule ?? null, 'workload.schedule'),
  'workload.software': given(
    null,
    ({ workload: { software } }) => `${software.framework} ${software.version ?? software.year}`,
    'workload.software.framework',
    'workload.software',
    'workload.software.year',
  ),
  'workload.task': given(
    null,
    ({ workload: { task } }) =>
      typeof task === 'string' ? task : `lora, rank ${task.loraRank}, targets ${task.loraTargets.join(' ')}`,
    'workload.task',
  ),
  'workload.model_flops_per_token': given(
    'FLOP',
    ({ workload: w }) => modelFlopsPerToken(w.model, w.sequenceLength, 'full', adaptersOf(w)),
    'workload.model',
    'workload.model.name',
  ),
  'workload.causal_flops_per_token': given(
    'FLOP',
    ({ workload: w }) => modelFlopsPerToken(w.model, w.sequenceLength, 'causal', adaptersOf(w)),
    'workload.model',
    'workload.model.name',
  ),
  'workload.recomputed_flops_per_token': given(
    'FLOP',
    ({ workload: w, layout }) =>
      layout === null ? null : recomputedFlopsPerToken(w.model, w.sequenceLength, layout, adaptersOf(w)),
    'workload.recompute',
  ),
  'workload.tokens': given('token', (p) => p.workload.tokens, 'workload.tokens'),
  parallelism: given(null, layoutWords, 'workload.parallelism', 'workload.parallelism.tensor', 'parallelism'),
  overlap: given(
    null,
    ({ workload: { overlap } }) =>
      Object.entries(overlap)
        .map(([name, share]) => `${name} ${share}`)
        .join(', '),
    'workload.overlap',
    'workload.overlap.data',
  ),
} as const;

const hardware = {
  'gpus.count': given('count', (p) => p.cluster.gpus, 'gpus.count'),
  'gpus.per_node': given('count', (p) => p.cluster.gpusPerNode, 'gpus.per_node'),
  'gpus.reserve': given('B', (p) => p.cluster.reserveBytes, 'gpus.reserve'),
  'gpus.peak': fromEntry(
    'FLOP/s',
    (p) => gpu(p).peakFlopsPerS[peakFormat(p)],
    gpu,
    (p) => `peak.${peakFormat(p)}`,
  ),
  'gpus.memory': fromEntry(
    'B',
    (p) => gpu(p).memoryBytes,
    gpu,
    () => 'memory',
  ),
  'gpus.memory_bandwidth': fromEntry(
    'B/s',
    (p) => gpu(p).memoryBytesPerS,
    gpu,
    () => 'memory_bandwidth',
  ),
  'gpus.scale_up_bandwidth': fromEntry(
    'B/s',
    (p) => gpu(p).scaleUp.bytesPerS,
    gpu,
    () => 'scale_up.bandwidth',
  ),
  'gpus.power': fromEntry(
    'W',
    (p) => gpu(p).powerW,
    gpu,
    () => 'power',
  ),
  'gpus.servers': given('count', (p) => serverCount(p.cluster), 'gpus.count'),
  'gpus.per_server': fromEntry(
    'count',
    (p) => server(p)?.gpusPerServer ?? null,
    server,
    () => 'gpus',
  ),
  'gpus.installed': given('count', (p) => installedGpus(p.cluster), 'gpus.count'),
  'gpus.server_rated_with_gpu_power': fromEntry(
    'W',
    (p) => p.cluster.ratedWith?.gpuW ?? null,
    gpu,
    () => 'power',
  ),
  'gpus.server_rated_with_nics_power': fromEntry(
    'W',
    (p) => p.cluster.ratedWith?.nicsW ?? null,
    server,
    () => 'nics',
  ),
  'gpus.server_training_power': fromEntry(
    'W',
    (p) => server(p)?.trainingPowerW ?? null,
    server,
    () => 'training_power',
  ),
  'gpus.server_power': fromEntry(
    'W',
    (p) => server(p)?.ratedPowerW ?? null,
    server,
    () => 'power',
  ),
  'gpus.server_power_covers_network': fromEntry(
    null,
    (p) => server(p)?.ratedPowerCoversNetwork ?? false,
    server,
    () => 'power_covers_network',
  ),
  'nics.count': given('count', (p) => nicCount(p.cluster), 'nics.per_node', 'nics.per_gpu'),
  'nics.per_node': given('count', (p) => p.cluster.nicsPerNode, 'nics.per_node', 'nics.per_gpu'),
  'nics.bandwidth': fromEntry(
    'B/s',
    (p) => nic(p).bytesPerS,
    nic,
    () => 'bandwidth',
  ),
  'nics.latency': fromEntry(
    's',
    (p) => nic(p).latencyS,
    nic,
    () => 'latency',
  ),
  'nics.power': fromEntry(
    'W',
    (p) => nicPowerW(p.cluster).value,
    nic,
    () => 'power',
  ),
  'topology.kind': given(null, (p) => p.topology.kind, 'topology.kind'),
  'topology.switch': given(null, (p) => leaf(p)?.name ?? null, 'topology.switch', 'topology.switch[0]'),
  'topology.oversubscription': given(
    'ratio',
    (p) => (p.topology.oversubscription.length === 0 ? 1 : p.topology.oversubscription.join(', ')),
    'topology.oversubscription',
    'topology.oversubscription[0]',
  ),
  'topology.planes': given('count', (p) => p.topology.planes, 'topology.planes'),
  'topology.optics': given(
    null,
    ({ topology: { optics } }) => `${optics.access.name} to the NICs, ${optics.fabric.name} between switches`,
    'topology.optics',
    'topology.optics.fabric',
  ),
} as const;

const amount = (unit: string, key: string, value: (economics: EconomicsPlan) => InputValue): PlanInput =>
  given(unit, (p) => value(p.economics), `economics.${key}`);

const money = {
  'economics.price_level': amount('', 'price_level', (e) => e.priceLevel),
  'economics.discount_fraction': amount('ratio', 'discount_fraction', (e) => e.discountFraction),
  'economics.amortization_years': amount('year', 'amortization_years', (e) => e.amortizationYears),
  'economics.financing': amount('', 'financing', (e) => e.financing),
  'economics.wacc_fraction': amount('ratio', 'wacc_fraction', (e) => e.waccFraction),
  'economics.installation_usd_per_server': amount(
    'USD',
    'installation_usd_per_server',
    (e) => e.installationUsdPerServer,
  ),
  'economics.service_usd_per_server': amount('USD', 'service_usd_per_server', (e) => e.serviceUsdPerServer),
  'economics.software_usd_per_server': amount('USD', 'software_usd_per_server', (e) => e.softwareUsdPerServer),
  'economics.storage_usd_per_server': amount('USD', 'storage_usd_per_server', (e) => e.storageUsdPerServer),
  'economics.management_usd_per_server': amount(
    'USD',
    'management_usd_per_server',
    (e) => e.managementUsdPerServer ?? 0,
  ),
  'economics.network_usd_per_server': amount('USD', 'network_usd_per_server', (e) => e.networkUsdPerServer),
  'economics.electricity_usd_per_kwh': amount('USD/kWh', 'electricity_usd_per_kwh', (e) => e.electricityUsdPerKwh),
  'economics.pue': amount('ratio', 'pue', (e) => e.pue),
  'economics.colocation_usd_per_kw_month': amount(
    'USD/(kW·month)',
    'colocation_usd_per_kw_month',
    (e) => e.colocationUsdPerKwMonth,
  ),
  'economics.remote_hands_usd_per_server_month': amount(
    'USD/month',
    'remote_hands_usd_per_server_month',
    (e) => e.remoteHandsUsdPerServerMonth,
  ),
  'economics.internet_usd_per_server_month': amount(
    'USD/month',
    'internet_usd_per_server_month',
    (e) => e.internetUsdPerServerMonth,
  ),
  'economics.maintenance_fraction_per_year': amount(
    'ratio',
    'maintenance_fraction_per_year',
    (e) => e.maintenanceFractionPerYear,
  ),
  'economics.utilization_fraction': amount('ratio', 'utilization_fraction', (e) => e.utilizationFraction),
  'economics.rent_usd_per_gpu_hour': amount('USD/GPU-hour', 'rent_usd_per_gpu_hour', (e) => e.rentUsdPerGpuHour),
  'economics.power_utilization_fraction': amount(
    'ratio',
    'power_utilization_fraction',
    (e) => e.powerUtilizationFraction,
  ),
  'reliability.goodput_fraction': given('ratio', (p) => p.economics.goodputFraction, 'reliability.goodput_fraction'),
  'power.gpu_activity.idle': given('ratio', (p) => p.power.gpuActivity.idle, 'power.gpu_activity.idle'),
  'power.gpu_activity.communication': given(
    'ratio',
    (p) => p.power.gpuActivity.communication,
    'power.gpu_activity.communication',
  ),
  'power.gpu_activity.compute': given('ratio', (p) => p.power.gpuActivity.compute, 'power.gpu_activity.compute'),
  'storage.bandwidth': given('B/s', (p) => p.storage?.bytesPerS ?? null, 'storage.bandwidth'),
  'storage.checkpoint_interval': given(
    's',
    (p) => p.storage?.checkpointIntervalS ?? null,
    'storage.checkpoint_interval',
  ),
  'power.facility_cap': given('W', (p) => p.power.facilityCapW, 'power.facility_cap'),
  'power.carbon_g_per_kwh': given('g/kWh', (p) => p.power.carbonGPerKwh, 'power.carbon_g_per_kwh', 'power.grid'),
} as const;

export const planInputs: Readonly<Record<string, PlanInput>> = {
  name: given(null, (p) => p.name, 'name'),
  ...hardware,
  ...workload,
  ...money,
};
