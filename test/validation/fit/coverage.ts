import { quantile } from '../statistics.ts';
import type { Residual } from './residual.ts';

const counts = (r: Residual): boolean => r.complete && !r.lora;

/** Whether a configuration lies in the 80 % range that the complete runs of the other families give for its class. */
function isCovered(residuals: readonly Residual[], r: Residual): boolean {
  const alike = residuals.filter(
    (o) => o.family !== r.family && counts(o) && o.model === r.model && o.precision === r.precision,
  );
  const range = quantile(
    alike.map((o) => Math.abs(o.leftOut)),
    0.8,
  );
  return range !== null && Math.abs(r.leftOut) <= range;
}

/** Share of complete configurations, of one family or of all, inside that range; null: there are none. */
export function coverage(residuals: readonly Residual[], family: string | null = null): number | null {
  const members = residuals.filter((r) => counts(r) && (family === null || r.family === family));
  return members.length === 0 ? null : members.filter((r) => isCovered(residuals, r)).length / members.length;
}
