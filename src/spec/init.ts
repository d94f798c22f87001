import { builtinCatalog } from '../catalog/builtin.ts';
import { defaultPrecision } from './precision.ts';

/** What `fabricplan init` was asked for. */
export interface StarterOptions {
  /** Catalog id. */
  readonly gpu?: string;
  readonly gpus?: number;
}

const DEFAULT_GPU = 'h100-sxm';
const DEFAULT_GPUS = 256;
/** Models to start with, large first, and the memory of all GPUs together that makes each comfortable, bytes. */
const MODELS: readonly (readonly [string, number])[] = [
  ['llama-3.1-70b', 10e12],
  ['llama-3.1-8b', 1e12],
  ['llama-3.2-1b', 0],
];
const SEQUENCE_LENGTH = 8192;
/** Sequences of a step at least; enough tokens for a usual step of a small model. */
const SMALLEST_BATCH = 512;

/** A commented spec that runs as it stands, for a GPU and a number of them. */
export function starterSpec({ gpu = DEFAULT_GPU, gpus = DEFAULT_GPUS }: StarterOptions): string {
  const device = builtinCatalog.gpus.find(({ id }) => id === gpu);
  const memoryBytes = device?.memoryBytes ?? 0;
  const precision = defaultPrecision(device);
  const model = MODELS.find(([, least]) => memoryBytes * gpus >= least)?.[0];
  const perGpu = Math.max(1, Math.ceil(SMALLEST_BATCH / gpus));
  return `# yaml-language-server: $schema=./schema/spec.schema.json
#
# A cluster and what it trains. Whatever is not stated has a default, listed as an assumption in the result.
# Quantities take a unit: 400 Gb/s, 80 GB, 1.5 us, 700 W, 2 MW, 25 USD, 0.08 USD/kWh.

name: ${gpus} x ${gpu}

gpus:
  type: ${gpu} # fabricplan catalog gpus
  count: ${gpus}
  # server: dgx-h100           # fabricplan catalog servers; price and power of a node
  # per_node: 8

nics:
  # type: cx7-400              # fabricplan catalog nics; default: the rate that goes with the GPU
  per_gpu: 1

topology:
  kind: fat-tree # single-switch, fat-tree, rail-optimized
  oversubscription: 1 # down : up at the leaf; [1, 7] is 7:1 at the second tier
  # switch: qm9700             # fabricplan catalog switches; default: by NIC rate

workload:
  model: ${model} # fabricplan catalog models, an inline architecture, or { huggingface: ./config.json }
  sequence_length: ${SEQUENCE_LENGTH} # tokens
  global_batch: ${perGpu * gpus} # sequences a step
  precision: ${precision}
  parallelism: auto # or, for example: { tensor: 8, pipeline: 4 }; data follows
  # tokens: 15.6e12            # of the whole run: adds its time and cost

# economics:
#   electricity_usd_per_kwh: 0.087
#   pue: 1.3
#   amortization_years: 5

# power:
#   facility_cap: 2 MW
#   grid: USA
`;
}
