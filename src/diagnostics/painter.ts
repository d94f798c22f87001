/** Colours a renderer may use. A chalk instance is one; the default paints nothing. */
export interface Painter {
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
  readonly blue: (text: string) => string;
  readonly bold: (text: string) => string;
}

const same = (text: string): string => text;

export const PLAIN: Painter = { red: same, yellow: same, cyan: same, blue: same, bold: same };
