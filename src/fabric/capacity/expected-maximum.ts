/** Above this mean the excess of the maximum is scaled from here: it grows with the square root of the mean. */
const LARGEST_EXACT_MEAN = 400;

/**
 * Expected number of balls in the fullest of `bins` bins that hold `mean` balls each on average, thrown at random. Bins are
 * taken as independent Poisson variables: E[max] = sum over m of 1 - P(X <= m)^bins. Source: collectives reference, section
 * 4.5, whose Monte Carlo table it reproduces.
 */
export function expectedMaximum(mean: number, bins: number): number {
  if (mean <= 0) return 0;
  if (mean > LARGEST_EXACT_MEAN) {
    const excess = expectedMaximum(LARGEST_EXACT_MEAN, bins) - LARGEST_EXACT_MEAN;
    return mean + excess * Math.sqrt(mean / LARGEST_EXACT_MEAN);
  }
  let probability = Math.exp(-mean);
  let below = probability;
  let expected = 0;
  for (let count = 0; ; count++) {
    const missing = 1 - below ** bins;
    expected += missing;
    if (count > mean && missing < 1e-9) return expected;
    probability *= mean / (count + 1);
    below = Math.min(1, below + probability);
  }
}
