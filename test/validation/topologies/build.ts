import { billOfMaterials } from '../../../src/economics/bill.ts';
import type { BillLine } from '../../../src/economics/types.ts';
import { buildFabric } from '../../../src/fabric/registry.ts';
import type { Fabric } from '../../../src/fabric/types.ts';
import type { Plan } from '../../../src/spec/plan.ts';
import { planOfSpec } from '../plan-of-spec.ts';

export interface Built {
  readonly plan: Plan;
  readonly fabric: Fabric;
  readonly bill: readonly BillLine[];
}

export type BuiltOrReason = ({ readonly ok: true } & Built) | { readonly ok: false; readonly reason: string };

interface Request {
  readonly endpoints: number;
  readonly perNode?: number;
  readonly perDomain?: number;
  readonly nicGbit?: number;
  readonly gpus?: Readonly<Record<string, unknown>>;
  readonly nicsPerNode?: number;
  readonly topology: Readonly<Record<string, unknown>>;
  readonly economics?: Readonly<Record<string, unknown>>;
}

const LARGEST_NODE = 8;

/** GPUs of a node that fill whole nodes. */
function nodeOf(endpoints: number): number {
  for (let size = LARGEST_NODE; size > 1; size--) if (endpoints % size === 0) return size;
  return 1;
}

/** A spec of so many endpoints, one NIC a GPU, through the reader and the builder. */
export function build({
  endpoints,
  perNode = nodeOf(endpoints),
  perDomain,
  nicGbit = 400,
  gpus,
  nicsPerNode = perNode,
  topology,
  economics = {},
}: Request): BuiltOrReason {
  const resolved = planOfSpec({
    gpus: {
      type: {
        base: 'h100-sxm',
        name: 'endpoint',
        scale_up: { bandwidth: '450 GB/s', domain: perDomain ?? perNode },
      },
      count: endpoints,
      per_node: perNode,
      ...(perDomain === undefined ? {} : { per_domain: perDomain }),
      ...gpus,
    },
    nics: { type: { name: 'nic', bandwidth: `${nicGbit} Gbps`, power: '0 W' }, per_node: nicsPerNode },
    topology,
    economics,
    workload: { model: 'llama-3-8b', sequence_length: 8192, global_batch: endpoints, parallelism: {} },
  });
  if (!resolved.ok) return resolved;
  const outcome = buildFabric(resolved.plan.cluster, resolved.plan.topology, resolved.plan.constants);
  if (!outcome.ok) return { ok: false, reason: `${outcome.refusal.message}; ${outcome.refusal.help}` };
  const { plan } = resolved;
  return { ok: true, plan, fabric: outcome.fabric, bill: billOfMaterials(plan, outcome.fabric) };
}

/** A switch of so many ports, with the smallest cage. */
export const switchOf = (ports: number, gbit = 400): Readonly<Record<string, unknown>> => ({
  name: `${ports}-port switch`,
  ports,
  port_bandwidth: `${gbit} Gbps`,
});
