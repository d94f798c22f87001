/** Arithmetic on 0..q-1 as the field of q elements. */
export interface FiniteField {
  readonly size: number;
  add(a: number, b: number): number;
  subtract(a: number, b: number): number;
  multiply(a: number, b: number): number;
  /** Powers 1, x, x^2, ... of a primitive element: every element but 0. */
  readonly powers: readonly number[];
}

/** The prime that q is a power of, and the exponent; null where it is none. */
function primePower(q: number): { prime: number; degree: number } | null {
  let prime = 2;
  while (q % prime !== 0 && prime < q) prime++;
  let degree = 0;
  let rest = q;
  while (rest > 1 && rest % prime === 0) {
    rest /= prime;
    degree++;
  }
  return rest === 1 && degree > 0 ? { prime, degree } : null;
}

/**
 * The field of q elements, polynomials over the integers modulo a prime whose digits to the base of it make the number; null
 * where q is no power of a prime. The modulus is the first polynomial under which some element has q - 1 powers.
 */
export function finiteField(q: number): FiniteField | null {
  const found = primePower(q);
  if (found === null) return null;
  const { prime, degree } = found;
  const digits = (a: number): number[] => Array.from({ length: degree }, (_, i) => Math.floor(a / prime ** i) % prime);
  const numberOf = (each: readonly number[]): number => each.reduce((sum, digit, i) => sum + digit * prime ** i, 0);
  const combined = (a: number, b: number, sign: 1 | -1): number => {
    const other = digits(b);
    return numberOf(digits(a).map((digit, i) => (digit + sign * (other[i] as number) + prime) % prime));
  };
  /** Product modulo x^degree + the polynomial of these lower digits. */
  const product = (a: number, b: number, lower: readonly number[]): number => {
    const [x, y] = [digits(a), digits(b)];
    const full = new Array<number>(2 * degree).fill(0);
    x.forEach((left, i) => {
      y.forEach((right, j) => {
        full[i + j] = ((full[i + j] as number) + left * right) % prime;
      });
    });
    for (let top = full.length - 1; top >= degree; top--) {
      const factor = full[top] as number;
      lower.forEach((digit, i) => {
        const at = top - degree + i;
        full[at] = ((full[at] as number) + (prime - digit) * factor) % prime;
      });
    }
    return numberOf(full.slice(0, degree));
  };
  for (let polynomial = 0; polynomial < q; polynomial++) {
    const lower = digits(polynomial);
    const multiply = (a: number, b: number): number => product(a, b, lower);
    for (let element = 1; element < q; element++) {
      const powers = [1];
      for (let next = element; next > 1 && powers.length < q; next = multiply(next, element)) powers.push(next);
      if (powers.length !== q - 1 || new Set(powers).size !== q - 1) continue;
      if (multiply(powers.at(-1) as number, element) !== 1) continue;
      return {
        size: q,
        add: (a, b) => combined(a, b, 1),
        subtract: (a, b) => combined(a, b, -1),
        multiply,
        powers,
      };
    }
  }
  return null;
}
