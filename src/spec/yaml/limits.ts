/** Bounds on one YAML text. A real spec or catalog file stays far below all of them. */
export const LIMITS = {
  /** Bytes of UTF-8, or UTF-16 units of a string. */
  fileBytes: 1024 ** 2,
  /** Lexical parts: words, signs, spaces, line breaks. Bounds the work of the parser. */
  parts: 100_000,
  /** UTF-16 units of one scalar. */
  scalarLength: 64 * 1024,
  /** Mappings and lists inside each other. */
  depth: 64,
  aliases: 100,
  /** Values that aliases repeat, counted as if written out. */
  repeatedValues: 10_000,
  /** Findings after which reading on teaches nothing. */
  diagnostics: 100,
} as const;
