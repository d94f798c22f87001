import type { Fabric } from '../fabric/types.ts';
import type { CostResult, PowerResult } from '../result/schema.ts';
import type { Plan } from '../spec/plan.ts';
import { assumptions } from './assumptions.ts';
import { billOfMaterials } from './bill.ts';
import { capex } from './capex.ts';
import { picojoulesPerBit } from './data-movement.ts';
import { carbonKg, type Energy, energy } from './energy.ts';
import { combine, fields, knownSubtotal } from './figure.ts';
import { hosting } from './hosting.ts';
import { networkValue } from './network-value.ts';
import { facilityKwhPerYear, opex } from './opex.ts';
import { type Power, power } from './power.ts';
import { gpusWithinCap } from './power-cap.ts';
import { tco } from './tco.ts';
import type { BillLine, Economics, StepActivity } from './types.ts';
import { lostPerYear, unitEconomics } from './unit-economics.ts';

/**
 * Money and power of a plan on its fabric, given what one step does. Pure. Unknown stays null with a reason under the
 * field's dotted path; zero means that nothing is bought or drawn there. Prices at `plan.economics.priceLevel`:
 * evaluate three plans for a range.
 */
export function economics(plan: Plan, fabric: Fabric, activity: StepActivity): Economics {
  const reasons: Record<string, string> = {};
  const bill = billOfMaterials(plan, fabric);
  const draw = power(plan, fabric, activity);
  return {
    cost: costResult(plan, bill, draw, activity, reasons),
    power: powerResult(plan, draw, energy(plan, fabric, activity, draw), reasons),
    bill,
    reasons,
    assumptions: assumptions(plan, bill, hosting(plan, draw)),
  };
}

function costResult(
  plan: Plan,
  bill: readonly BillLine[],
  draw: Power,
  activity: StepActivity,
  reasons: Record<string, string>,
): CostResult {
  const bought = capex(plan, bill);
  const hosted = hosting(plan, draw);
  const running = opex(plan, hosted, bought.total);
  const owned = tco(plan, bought, running);
  const top = fields(
    'cost',
    {
      network_capex_usd: bought.network,
      network_capex_fraction: bought.networkFraction,
      capital_usd_per_month: owned.capitalUsdPerMonth,
      tco_usd_per_gpu_hour: owned.usdPerGpuHour,
      hosted_w: hosted.ratedW,
      power_utilization_fraction: hosted.utilization,
      ...unitEconomics(plan, owned, activity),
    },
    reasons,
  );
  return {
    price_level: plan.economics.priceLevel,
    capex_usd: fields('cost.capex_usd', { ...bought.parts, total: bought.total }, reasons),
    known_subtotal_usd: bought.knownSubtotalUsd,
    ...(plan.economics.ownPrices === undefined ? {} : { own_prices: [...plan.economics.ownPrices] }),
    opex_usd_per_year: fields('cost.opex_usd_per_year', { ...running.parts, total: running.total }, reasons),
    ...top,
    ...(activity.lostS === undefined
      ? {}
      : {
          lost_usd_per_year: fields(
            'cost.lost_usd_per_year',
            lostPerYear(plan, owned, activity.lostS, activity),
            reasons,
          ),
        }),
    ...(activity.betterNetwork === undefined
      ? {}
      : { network_value: fields('cost.network_value', networkValue(plan, owned, activity), reasons) }),
  };
}

function powerResult(plan: Plan, draw: Power, used: Energy, reasons: Record<string, string>): PowerResult {
  const kwhPerYear = facilityKwhPerYear(hosting(plan, draw), plan.economics);
  return {
    ...fields(
      'power',
      {
        it_w: draw.itW,
        facility_w: draw.facilityW,
        provisioned_w: draw.provisionedW,
        facility_provisioned_w: draw.facilityProvisionedW,
        ...draw.parts,
        network_fraction: draw.networkFraction,
        energy_per_step_j: used.perStepJ,
        data_movement_energy_per_step_j: used.dataMovementJ,
        compute_energy_per_step_j: used.computeJ,
        network_standby_energy_per_step_j: used.networkStandbyJ,
        energy_per_token_j: used.perTokenJ,
        carbon_kg_per_step: used.carbonKgPerStep,
        facility_kwh_per_year: kwhPerYear,
        carbon_kg_per_million_tokens: used.carbonKgPerMillionTokens,
        carbon_kg_per_year: combine([kwhPerYear], (kwh) => carbonKg(plan, kwh)),
        ...(plan.workload.tokens === null ? {} : { run_energy_j: used.runJ, run_carbon_kg: used.runCarbonKg }),
        ...(plan.power.facilityCapW === null
          ? {}
          : { gpus_within_facility_cap: gpusWithinCap(plan, draw, plan.power.facilityCapW) }),
      },
      reasons,
    ),
    known_subtotal_w: knownSubtotal(Object.values(draw.parts)),
    phases: fields('power.phases', { ...draw.phases }, reasons),
    data_movement: used.movements.map((part, index) => ({
      name: part.name,
      bytes_per_step: part.bytes,
      onward_fraction: part.onward,
      ...fields(
        `power.data_movement[${index}]`,
        { pj_per_bit: combine([part.joulesPerByte], picojoulesPerBit), energy_j: part.energyJ },
        reasons,
      ),
    })),
  };
}
