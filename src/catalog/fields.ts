import { BITS_PER_BYTE } from '../units/constants.ts';
import type { CatalogKind } from './schema.ts';
import type {
  Architecture,
  Catalog,
  Gpu,
  Model,
  Nic,
  OperatingConstant,
  Optic,
  PriceUsd,
  Server,
  Switch,
} from './types.ts';

export type FieldValue = number | string | boolean | null;

/** One field of a compiled entry under the path it has in YAML. */
export interface EntryField {
  readonly path: string;
  readonly value: FieldValue;
  /** Unit of a number; null for counts and text. */
  readonly unit: string | null;
}

type Listed = Exclude<CatalogKind, 'constants'>;
type FieldsOf = { readonly [K in Listed]: (entry: Catalog[K][number]) => readonly EntryField[] };

const field = (path: string, value: FieldValue, unit: string | null = null): EntryField => ({ path, value, unit });
const bitsPerS = (bytesPerS: number | null): number | null => (bytesPerS === null ? null : bytesPerS * BITS_PER_BYTE);

function price(path: string, amount: PriceUsd | null, unit: string): readonly EntryField[] {
  if (amount === null) return [field(path, null, unit)];
  return (['low', 'typical', 'high'] as const).map((level) => field(`${path}.${level}`, amount[level], unit));
}

const gpu = (g: Gpu): readonly EntryField[] => [
  field('vendor', g.vendor),
  field('generation', g.generation),
  ...Object.entries(g.peakFlopsPerS).map(([format, peak]) => field(`peak.${format}`, peak, 'FLOP/s')),
  field('memory', g.memoryBytes, 'B'),
  field('memory_bandwidth', g.memoryBytesPerS, 'B/s'),
  field('scale_up.bandwidth', g.scaleUp.bytesPerS, 'B/s'),
  field('scale_up.domain', g.scaleUp.domainGpus),
  field('scale_up.topology', g.scaleUp.topology),
  field('host_link_bandwidth', g.hostLinkBytesPerS, 'B/s'),
  field('multiprocessors', g.multiprocessors),
  field('power', g.powerW, 'W'),
  field('idle_power', g.idlePowerW, 'W'),
  ...price('price', g.priceUsd, 'USD'),
  ...price('rent', g.rentUsdPerGpuHour, 'USD/h'),
];

const nic = (n: Nic): readonly EntryField[] => [
  field('bandwidth', bitsPerS(n.bytesPerS), 'b/s'),
  field('latency', n.latencyS, 's'),
  field('transport', n.transport),
  field('power', n.powerW, 'W'),
  ...price('price', n.priceUsd, 'USD'),
];

const networkSwitch = (s: Switch): readonly EntryField[] => [
  field('technology', s.technology),
  field('ports', s.modes[0]?.ports ?? null),
  field('port_bandwidth', bitsPerS(s.modes[0]?.bytesPerS ?? null), 'b/s'),
  ...s.modes
    .slice(1)
    .flatMap((mode, index) => [
      field(`breakouts.${index}.ports`, mode.ports),
      field(`breakouts.${index}.port_bandwidth`, bitsPerS(mode.bytesPerS), 'b/s'),
    ]),
  field('latency', s.latencyS, 's'),
  field('power', s.powerW, 'W'),
  field('max_power', s.maxPowerW, 'W'),
  ...price('price', s.priceUsd, 'USD'),
];

const server = (s: Server): readonly EntryField[] => [
  field('gpu', s.gpu),
  field('gpus', s.gpusPerServer),
  field('nics', s.nicsPerServer),
  field('nic_bandwidth', bitsPerS(s.nicBytesPerS), 'b/s'),
  field('includes_nics', s.includesNics),
  field('twin_port_cages', s.twinPortCages),
  field('power', s.ratedPowerW, 'W'),
  field('power_covers_network', s.ratedPowerCoversNetwork ?? false),
  field('training_power', s.trainingPowerW, 'W'),
  ...price('price', s.priceUsd, 'USD'),
];

const optic = (o: Optic): readonly EntryField[] => [
  field('kind', o.kind),
  field('bandwidth', bitsPerS(o.bytesPerS), 'b/s'),
  field('reach', o.reachM, 'm'),
  field('links_per_module', o.linksPerModule),
  field('power_per_end', o.powerPerEndW, 'W'),
  field('latency_per_m', o.latencySPerM, 's'),
  field('price_unit', o.priceUnit),
  ...price('price', o.priceUsd, 'USD'),
  field('price_per_m', o.priceUsdPerM, 'USD'),
];

function model({ architecture: a }: Model): readonly EntryField[] {
  return [
    field('parameters', a.publishedParameters ?? null),
    field('layers', a.layers),
    field('hidden', a.hidden),
    field('heads', a.heads),
    field('kv_heads', a.kvHeads),
    field('head_dim', a.headDim),
    field('ffn', a.ffn),
    field('gated', a.gated),
    field('vocab', a.vocab),
    field('tied_embeddings', a.tiedEmbeddings),
    field('attention', a.attention),
    ...(a.moe === null ? [] : mixture(a.moe)),
    ...(a.mtpLayers === 0 ? [] : [field('mtp_layers', a.mtpLayers)]),
  ];
}

const mixture = (moe: NonNullable<Architecture['moe']>): readonly EntryField[] => [
  field('moe.experts', moe.experts),
  field('moe.top_k', moe.topK),
  field('moe.ffn', moe.ffn),
  field('moe.shared_experts', moe.sharedExperts),
  field('moe.dense_layers', moe.denseLayers),
];

function operating({ value, unit }: OperatingConstant): readonly EntryField[] {
  if (typeof value === 'number') return [field('value', value, unit)];
  return Object.entries(value).map(([name, one]) => field(`value.${name}`, one, unit));
}

/** The fields of an entry, by kind. */
export const FIELDS: FieldsOf = {
  gpus: gpu,
  nics: nic,
  switches: networkSwitch,
  servers: server,
  optics: optic,
  models: model,
  operating,
};
