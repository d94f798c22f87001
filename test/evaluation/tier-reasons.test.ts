import { expect, it } from 'vitest';
import { evaluated } from '../shipped.ts';

const spec = (topology: string, count: number) => `
gpus: { type: h100-sxm, count: ${count} }
nics: { type: cx7-400 }
topology: ${topology}
workload: { model: llama-3.1-8b, sequence_length: 8192, global_batch: ${count}, parallelism: { tensor: ${count === 8 ? 8 : 2} } }
`;

it.each([
  ['a fat tree', '{ kind: fat-tree }', 256],
  ['a dragonfly', '{ kind: dragonfly, shape: { hosts: 4, routers: 8, global_links: 4, groups: 33 } }', 1056],
  ['one server', '{ kind: single-switch }', 8],
])('%s says why a figure of a tier is null', (_what, topology, count) => {
  const { fabric, traffic, reasons } = evaluated('spec.yaml', spec(topology, count)).result;
  const unknown = [
    ...fabric.tiers.flatMap((tier, i) =>
      tier.oversubscription === null ? [`fabric.tiers[${i}].oversubscription`] : [],
    ),
    ...(traffic?.tiers ?? []).flatMap((tier, i) =>
      (['utilization_fraction', 'active_utilization_fraction'] as const)
        .filter((field) => tier[field] === null)
        .map((field) => `traffic.tiers[${i}].${field}`),
    ),
  ];
  expect(unknown).not.toEqual([]);
  for (const path of unknown) expect(reasons[path]).toBeTruthy();
});
