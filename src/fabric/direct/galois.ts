/** The field of q elements: 0 and the powers of a primitive element, numbered by their digits to the base of the prime. */
export interface Galois {
  readonly powers: readonly number[];
  add(a: number, b: number): number;
  negative(a: number): number;
  multiply(a: number, b: number): number;
}

/** Least prime factor. */
function primeOf(q: number): number {
  for (let d = 2; d * d <= q; d++) if (q % d === 0) return d;
  return q;
}

/**
 * Powers of x modulo the polynomial x^n = sum of c_i x^i with the given coefficients, as many as differ. All q - 1 of them: x is
 * primitive.
 */
function powersOfX(prime: number, coefficients: readonly number[]): number[][] {
  const powers: number[][] = [];
  const isOne = (state: readonly number[]): boolean => state.every((digit, i) => digit === (i === 0 ? 1 : 0));
  const size = prime ** coefficients.length;
  let state: number[] = coefficients.map((_, i) => (i === 0 ? 1 : 0));
  do {
    powers.push(state);
    const top = state.at(-1) as number;
    const lower = state;
    state = coefficients.map((c, i) => ((i === 0 ? 0 : (lower[i - 1] as number)) + c * top) % prime);
  } while (!isOne(state) && powers.length < size);
  return powers;
}

/** The field of a prime power q, by the first primitive polynomial. Source: Lidl and Niederreiter, "Finite fields", 1997. */
export function galois(q: number): Galois {
  const prime = primeOf(q);
  const degree = Math.round(Math.log(q) / Math.log(prime));
  const digitsOf = (a: number): number[] =>
    Array.from({ length: degree }, (_, i) => Math.floor(a / prime ** i) % prime);
  const numberOf = (digits: readonly number[]): number => digits.reduce((sum, digit, i) => sum + digit * prime ** i, 0);
  let found: number[][] = [];
  for (let code = 1; code < q && found.length !== q - 1; code++) found = powersOfX(prime, digitsOf(code));
  const powers = found.map(numberOf);
  const logarithm = new Map(powers.map((power, exponent) => [power, exponent]));
  const digits = Array.from({ length: q }, (_, a) => digitsOf(a));
  return {
    powers,
    add: (a, b) => {
      const other = digits[b] as number[];
      return degree === 1
        ? (a + b) % prime
        : numberOf((digits[a] as number[]).map((digit, i) => (digit + (other[i] as number)) % prime));
    },
    negative: (a) => numberOf(digitsOf(a).map((digit) => (prime - digit) % prime)),
    multiply: (a, b) =>
      a === 0 || b === 0
        ? 0
        : (powers[((logarithm.get(a) as number) + (logarithm.get(b) as number)) % (q - 1)] as number),
  };
}
