import type { Result } from '../result/schema.ts';
import { formatNumber, formatPercent, formatPower, formatTime, formatUsd } from '../units/format.ts';
import { gibibytes } from './quantities.ts';
import { known } from './sections/section.ts';
import { starOf } from './sections/star.ts';

const driversShown = 3;

/** "3 assumptions (*)"; nothing when everything is stated. */
function assumptionCount(result: Result): string {
  const n = result.assumptions.length;
  return n === 0 ? '' : `${n} ${n === 1 ? 'assumption' : 'assumptions'} (*)`;
}

/** ` ($33 M to $41 M)`; nothing where there is no range, or an end is unknown. */
function band(
  low: number | null | undefined,
  high: number | null | undefined,
  format: (value: number) => string,
): string {
  return low == null || high == null || low === high ? '' : ` (${format(low)} to ${format(high)})`;
}

/** Step time, MFU, what it costs and draws in one line; `*` after what rests on an assumed price, draw or term. */
export function summary(result: Result): string {
  const { training } = result;
  return [
    `step ${known(training.step_time_s, formatTime)}`,
    `MFU ${known(training.mfu, formatNumber)}`,
    money(result),
    watts(result),
    assumptionCount(result),
  ]
    .filter((part) => part !== '')
    .join('   ');
}

function money(result: Result): string {
  const { cost, range } = result;
  const { rent } = cost.opex_usd_per_year;
  const star = (field: string): string => starOf(result, field);
  if (rent !== null && rent > 0) return `${formatUsd(rent)} rent a year${star('cost.opex_usd_per_year.rent')}`;
  const { total } = cost.capex_usd;
  if (total === null) return `capex at least ${formatUsd(cost.known_subtotal_usd)}${star('cost.known_subtotal_usd')}`;
  const ends = band(range?.low.cost.capex_usd.total, range?.high.cost.capex_usd.total, formatUsd);
  return `capex ${formatUsd(total)}${ends}${star('cost.capex_usd.total')}`;
}

function watts(result: Result): string {
  const { power, range } = result;
  if (power.facility_w === null) {
    const part = power.known_subtotal_w ?? 0;
    return part === 0 ? 'power unknown' : `IT at least ${formatPower(part)}`;
  }
  const drawn = band(range?.low.power.facility_w, range?.high.power.facility_w, formatPower);
  return `${formatPower(power.facility_w)}${drawn}${starOf(result, 'power.facility_w')}`;
}

/** Whether it fits, and what binds. */
export function fitLine(result: Result): string {
  const { memory, bound } = result.training;
  const [total, capacity] = [gibibytes(memory.total_bytes), gibibytes(memory.capacity_bytes)];
  if (!memory.fits) {
    const short = gibibytes(memory.shortfall_bytes);
    return `does not fit: needs ${total} GiB of ${capacity} GiB per GPU (${short} GiB short)`;
  }
  const of = `${total} of ${capacity} GiB per GPU`;
  return `fits (${of})${bound === null ? '' : `; bound by ${bound === 'compute' || bound === 'memory' ? bound : `the ${bound}`}`}`;
}

export interface Driver {
  readonly cause: string;
  readonly share: string;
  readonly detail: string;
}

/** The largest causes of lost time, as the verdict ranks them. */
export const drivers = (result: Result): readonly Driver[] =>
  result.verdict.drivers.slice(0, driversShown).map(({ cause, share, detail }, index) => ({
    cause,
    share: `${formatPercent(share)}${index === 0 ? ' of the step' : ''}`,
    detail,
  }));
