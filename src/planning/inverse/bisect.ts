/**
 * The largest of rising values that holds, for a condition that holds up to some value and never beyond it; null: it holds
 * for none.
 */
export function lastThatHolds(values: readonly number[], holds: (value: number) => boolean): number | null {
  let [low, high] = [-1, values.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (holds(values[middle] ?? 0)) low = middle;
    else high = middle;
  }
  return values[low] ?? null;
}
