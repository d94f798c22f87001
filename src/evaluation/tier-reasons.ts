import type { FabricResult, TrafficResult } from '../result/schema.ts';

type Reasons = Readonly<Record<string, string>>;

/** Why a tier has no oversubscription, by the field's dotted path. */
export const withoutUplinks = ({ tiers }: FabricResult): Reasons =>
  Object.fromEntries(
    tiers.flatMap(({ name, oversubscription }, index) =>
      oversubscription === null
        ? [[`fabric.tiers[${index}].oversubscription`, `the ${name} tier has no switches above it`]]
        : [],
    ),
  );

/** Why the load of links is not known, by the field's dotted path. */
export const withoutTraffic = (carried: TrafficResult | undefined): Reasons =>
  Object.fromEntries(
    (carried?.tiers ?? []).flatMap((tier, index) =>
      (['utilization_fraction', 'active_utilization_fraction'] as const)
        .filter((field) => tier[field] === null)
        .map((field) => [
          `traffic.tiers[${index}].${field}`,
          tier.bytes_per_step === 0
            ? 'the step sends nothing over these links'
            : 'these links have no rate of their own',
        ]),
    ),
  );
