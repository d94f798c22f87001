import { readdirSync, readFileSync } from 'node:fs';
import { builtinCatalog } from '../../../src/catalog/builtin.ts';
import { billOfMaterials, subtotalUsd } from '../../../src/economics/bill.ts';
import type { StepActivity } from '../../../src/economics/types.ts';
import { rangeResult } from '../../../src/evaluation/range.ts';
import { buildFabric } from '../../../src/fabric/registry.ts';
import type { Result } from '../../../src/result/schema.ts';
import { resolveSpec } from '../../../src/spec/resolve.ts';
import type { Item } from './item.ts';

const folder = new URL('../../../configs/', import.meta.url);

/** A step of any kind: totals and levels are to hold whatever the GPUs do. */
const activity: StepActivity = {
  stepTimeS: 10,
  busyFraction: 0.8,
  idleFraction: 0.2,
  networkIdleFraction: 0.15,
  tokensPerStep: 4e6,
  stepsInRun: 1000,
  scaleUpBytesPerGpu: 1e11,
  scaleOutBytesPerGpu: 2e10,
  crossing: [0.5, 0, 0],
};

type Level = NonNullable<Result['range']>['low'];

const sum = (parts: Readonly<Record<string, number | null | undefined>>): number =>
  Object.entries(parts).reduce((all, [name, part]) => all + (name === 'total' ? 0 : (part ?? 0)), 0);

/** Known parts of capex, all of opex and of IT power less their totals, relative. */
const imbalance = ({ cost, power }: Level): number => {
  const { gpus_w, servers_w, nics_w, switches_w, transceivers_w } = power;
  const pairs: readonly (readonly [number, number | null])[] = [
    [sum(cost.capex_usd), cost.capex_usd.total],
    [sum(cost.opex_usd_per_year), cost.opex_usd_per_year.total],
    [sum({ gpus_w, servers_w, nics_w, switches_w, transceivers_w }), power.it_w],
  ];
  return Math.max(
    ...pairs.map(([parts, total]) => (total === null ? 0 : Math.abs(parts - total) / Math.max(1, total))),
  );
};

const levelsOf = ({ cost, power }: Level): readonly (number | null)[] => [
  cost.known_subtotal_usd,
  cost.capex_usd.total,
  cost.opex_usd_per_year.total,
  cost.tco_usd_per_gpu_hour,
  cost.usd_per_million_tokens,
  power.facility_w,
  power.carbon_kg_per_step,
];

/** Pairs of levels in which the lower one is dearer. */
const disorders = (...levels: readonly Level[]): number => {
  const rows = levels.map(levelsOf);
  let count = 0;
  for (let i = 1; i < rows.length; i++) {
    rows[i]?.forEach((value, j) => {
      const lower = rows[i - 1]?.[j] ?? null;
      if (value !== null && lower !== null && lower > value * (1 + 1e-12)) count++;
    });
  }
  return count;
};

/** Every shipped design: totals are the sums of their parts and of the bill, and low <= typical <= high. */
export const shippedConfigs = (): readonly Item[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => {
      const { plan, diagnostics } = resolveSpec({
        text: readFileSync(new URL(name, folder)),
        file: name,
        catalog: builtinCatalog,
        readFile: (path) => readFileSync(new URL(path, folder)),
        overrides: [],
      });
      if (plan === null) throw new Error(`${name}: ${diagnostics[0]?.message}`);
      const built = buildFabric(plan.cluster, plan.topology, plan.constants);
      if (!built.ok) throw new Error(`${name}: ${built.refusal.message}`);
      const { range } = rangeResult(plan, built.fabric, activity);
      const { low, typical, high } = range;
      const bill = billOfMaterials(plan, built.fabric);
      const bought = bill.reduce((all, line) => all + (subtotalUsd(line, 'typical') ?? 0), 0);
      const services = plan.economics.rentUsdPerGpuHour === null ? bought : 0;
      const item = (figure: string, found: number, expected = 0): Item => ({
        subject: `configs/${name}`,
        figure,
        expected,
        found,
        tolerance: 1e-9,
        note: 'law',
      });
      return [
        item('known capex, USD, against the sum of the bill', typical.cost.known_subtotal_usd, services),
        item('largest difference of a total from its parts', Math.max(...[low, typical, high].map(imbalance))),
        item('figures that fall from low to typical to high', disorders(low, typical, high)),
      ];
    });
