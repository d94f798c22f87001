/** Above this mean the excess of the maximum is scaled from here: it grows with the square root of the mean. */
const LARGEST_EXACT_MEAN = 400;

/** What all bins together add beyond the last count looked at. */
const NEGLIGIBLE = 1e-12;

/** P(X > m) of a Poisson variable for m = 0, 1, ..., until `bins` of them hardly ever exceed m. */
function poissonTails(mean: number, bins: number): number[] {
  const probabilities = [Math.exp(-mean)];
  for (let count = 1; ; count++) {
    const next = ((probabilities[count - 1] as number) * mean) / count;
    probabilities.push(next);
    if (count > mean && next * bins < NEGLIGIBLE) break;
  }
  // Summed from the small end: 1 - P(X <= m) would leave only rounding errors, which many bins blow up.
  const tails = new Array<number>(probabilities.length).fill(0);
  for (let count = probabilities.length - 2; count >= 0; count--) {
    tails[count] = (tails[count + 1] as number) + (probabilities[count + 1] as number);
  }
  return tails;
}

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
  return poissonTails(mean, bins).reduce((sum, tail) => sum - Math.expm1(bins * Math.log1p(-Math.min(1, tail))), 0);
}

/**
 * The same for bins that each of `draws` balls falls into with this chance: few balls have a shorter tail than Poisson's. Bins
 * are taken as independent binomial variables.
 */
export function expectedMaximumOfDraws(draws: number, chance: number, bins: number): number {
  if (draws <= 0 || chance <= 0) return 0;
  if (chance >= 1) return draws;
  if (draws > MOST_DRAWS) return Math.min(draws, expectedMaximum(draws * chance, bins));
  let probability = (1 - chance) ** draws;
  let below = probability;
  let expected = 0;
  for (let count = 0; count < draws; count++) {
    expected += -Math.expm1(bins * Math.log(Math.min(1, below)));
    probability *= ((draws - count) / (count + 1)) * (chance / (1 - chance));
    below += probability;
  }
  return expected;
}

/** Above these the tails of the two do not differ. */
const MOST_DRAWS = 256;
