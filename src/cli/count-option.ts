import { badUsage } from '../diagnostics/messages/usage.ts';
import { quote } from '../diagnostics/printable.ts';
import { UsageError } from './usage-error.ts';

/** A whole number of an option. @throws UsageError outside `least` to `most` */
export function countOption(flag: string, text: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`;
  throw new UsageError(badUsage(`${flag} ${quote(text)} is not a whole number ${range}`));
}
