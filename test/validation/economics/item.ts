/** One published or worked figure beside what the tool finds. */
export interface Item {
  readonly subject: string;
  readonly figure: string;
  readonly expected: number;
  readonly found: number | null;
  /** Largest relative difference; null: of another scope, shown beside and not judged. */
  readonly tolerance: number | null;
  /** Source and scope. */
  readonly note: string;
}

/** Rounding of the last printed digit and of sums of doubles. */
const ROUNDING = 1e-12;

export const difference = ({ expected, found }: Item): number | null =>
  found === null ? null : expected === 0 ? found : found / expected - 1;

/** null: not judged. */
export function isMet(item: Item): boolean | null {
  if (item.tolerance === null) return null;
  const off = difference(item);
  return off !== null && Math.abs(off) <= item.tolerance + ROUNDING;
}
