/** A place and the value of a rising function there. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/**
 * Where a rising function crosses zero: the last place found at which it is not above. False position, exact at once where
 * the function is linear; the Illinois rule halves the value at an end that stays, so that kinks end too (Dowell and
 * Jarratt 1971, https://doi.org/10.1007/BF01934364).
 * @param below not above zero
 * @param above above zero
 * @param tolerance of the place, relative
 * @param slack how far below zero is near enough, in units of the value
 */
export function crossing(
  f: (at: number) => number,
  below: Point,
  above: Point,
  tolerance: number,
  slack: number,
): number {
  let [low, high] = [below, above];
  let [lowWeight, highWeight] = [1, 1];
  let moved: 'low' | 'high' | undefined;
  while (low.value < -slack && high.at > low.at * (1 + tolerance)) {
    // Aimed at the middle of the slack, or rounding would decide on which side a straight line ends.
    const [lowValue, highValue] = [lowWeight * (low.value + slack / 2), highWeight * (high.value + slack / 2)];
    const at = low.at + (lowValue / (lowValue - highValue)) * (high.at - low.at);
    const value = f(at);
    if (value <= 0) {
      low = { at, value };
      lowWeight = 1;
      if (moved === 'low') highWeight /= 2;
      moved = 'low';
    } else {
      high = { at, value };
      highWeight = 1;
      if (moved === 'high') lowWeight /= 2;
      moved = 'high';
    }
  }
  return low.at;
}
