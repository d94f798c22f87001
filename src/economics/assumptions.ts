import type { Assumption, Plan } from '../spec/plan.ts';
import { formatLength } from '../units/format.ts';
import type { EconomicsConstant } from './constants.ts';
import type { Hosting } from './hosting.ts';
import { nicPowerW } from './nic-power.ts';
import type { BillLine } from './types.ts';

/** Published prices that the plan takes, and constants that stand for what the catalog does not say about its server. */
export const assumptions = (plan: Plan, bill: readonly BillLine[], hosted: Hosting): readonly Assumption[] => [
  ...drawAssumptions(plan, hosted),
  ...priceAssumptions(plan, bill),
  ...constantAssumptions(plan),
];

/** Draws that the spec leaves open and nobody published. */
function drawAssumptions({ cluster, economics }: Plan, { utilization }: Hosting): readonly Assumption[] {
  const found: Assumption[] = [];
  const nicW = nicPowerW(cluster).value;
  if (cluster.nic.powerW === null && nicW !== null) {
    const source = `as the NICs that the power of ${cluster.server?.name} was published with`;
    found.push({ path: 'nics.type.power', value: nicW, unit: 'W', source, confidence: 'judgement' });
  }
  if (economics.powerUtilizationFraction === null && utilization.value !== null) {
    found.push({
      path: 'economics.power_utilization_fraction',
      value: utilization.value,
      unit: 'fraction',
      source: 'draw of the IT equipment while the job runs, over its rating',
      confidence: 'derived',
    });
  }
  return found;
}

/** One for each item and length; a rented cluster buys nothing. */
function priceAssumptions({ economics }: Plan, bill: readonly BillLine[]): readonly Assumption[] {
  if (economics.rentUsdPerGpuHour !== null) return [];
  const items = new Map<string, Assumption>();
  for (const { id, price, unit, from, lengthM } of bill.flatMap(({ assumedPrices = [] }) => assumedPrices)) {
    const single = price.low === null && price.high === null;
    const value = single ? price.typical : [price.low, price.typical, price.high];
    const source = lengthM === undefined ? from.source : `${formatLength(lengthM)}, from: ${from.source}`;
    items.set(`${id} ${lengthM}`, {
      path: `economics.prices.${id}`,
      value,
      unit,
      source,
      confidence: from.confidence,
    });
  }
  return [...items.values()];
}

function constantAssumptions(plan: Plan): readonly Assumption[] {
  const { server } = plan.cluster;
  const used: EconomicsConstant[] = ['scale_up_pj_per_bit'];
  if (server === null || server.ratedPowerW === null) used.push('server_rest_w_per_gpu');
  used.push(
    server !== null && server.trainingPowerW !== null ? 'gpu_training_power_fraction' : 'server_rest_load_fraction',
  );
  return used.flatMap((id) => {
    const resolved = plan.constants[id];
    if (resolved === undefined || plan.origins[`efficiency.${id}`] !== undefined) return [];
    const { value, unit, source, confidence } = resolved;
    return [{ path: `efficiency.${id}`, value, unit, source, confidence }];
  });
}
