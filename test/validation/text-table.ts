/** Aligned columns: the first left, the others right. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(head), ...rows.map(line)].map((text) => `  ${text}`).join('\n');
}

/** `+3.2 %`; a dash for null. */
export const signedPercent = (value: number | null): string =>
  value === null ? '-' : `${value >= 0 ? '+' : ''}${(100 * value).toFixed(1)} %`;

export const percent = (value: number | null): string => (value === null ? '-' : `${(100 * value).toFixed(1)} %`);

/** Seconds with four significant digits. */
export const seconds = (value: number | null): string => (value === null ? '-' : value.toPrecision(4));
