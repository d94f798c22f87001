/**
 * A number, or why it is not known. Arithmetic on figures carries the reasons along, so that unknown never becomes
 * zero.
 */
export type Figure = { readonly value: number } | { readonly value: null; readonly reason: string };

export const known = (value: number): Figure => ({ value });

export const unknown = (reason: string): Figure => ({ value: null, reason });

/** A nullable input with the reason to give when it is null. */
export const figureOf = (value: number | null | undefined, reason: string): Figure =>
  value === null || value === undefined ? unknown(reason) : known(value);

export const unpublishedPower = (device: { readonly name: string }): string =>
  `nobody published the power of ${device.name}`;

/** Applies `compute` when every input is known; otherwise joins the reasons of those that are not. */
export function combine(inputs: readonly Figure[], compute: (...values: number[]) => number): Figure {
  const values: number[] = [];
  const reasons = new Set<string>();
  for (const input of inputs) {
    if (input.value === null) reasons.add(input.reason);
    else values.push(input.value);
  }
  return reasons.size === 0 ? known(compute(...values)) : unknown([...reasons].join('; '));
}

export const total = (parts: readonly Figure[]): Figure =>
  combine(parts, (...values) => values.reduce((sum, value) => sum + value, 0));

/** The known parts of a sum. */
export const knownSubtotal = (parts: readonly Figure[]): number =>
  parts.reduce((sum, part) => sum + (part.value ?? 0), 0);

/** part / whole; a whole of zero has no shares. */
export function share(part: Figure, whole: Figure, ofWhat: string): Figure {
  if (whole.value === 0) return unknown(`${ofWhat} is zero`);
  return combine([part, whole], (partValue, wholeValue) => partValue / wholeValue);
}

type Fields<T> = { readonly [K in keyof T]: number | null };

/** Turns named figures into result fields and files the reason of each null under its dotted path. */
export function fields<T extends Readonly<Record<string, Figure>>>(
  path: string,
  figures: T,
  reasons: Record<string, string>,
): Fields<T> {
  const values: Record<string, number | null> = {};
  for (const [name, figure] of Object.entries(figures)) {
    values[name] = figure.value;
    if (figure.value === null) reasons[`${path}.${name}`] = figure.reason;
  }
  return values as Fields<T>;
}
