import { badUsage } from '../diagnostics/messages/usage.ts';
import { quote } from '../diagnostics/printable.ts';
import { parseQuantity } from '../units/quantity.ts';
import { UsageError } from './usage-error.ts';

/** `95 %` or `0.95`, between 0 and 1. @throws UsageError */
export function shareOption(flag: string, text: string): number {
  const number = /^\d*\.?\d+$/.test(text.trim()) ? Number(text) : text;
  const parsed = parseQuantity(number, 'fraction');
  if (parsed.ok && parsed.value > 0 && parsed.value <= 1) return parsed.value;
  throw new UsageError(badUsage(`${flag} ${quote(text)} is no share between 0 and 1`, `write ${flag} 95%`));
}
