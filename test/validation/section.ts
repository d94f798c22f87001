/** What a run of the harness was asked for. */
export interface Options {
  /** Data files (without `.yaml`) to keep; empty: all. */
  readonly sets: readonly string[];
  /** Families to keep; empty: all. */
  readonly families: readonly string[];
  /** Print every scored row, not only the ones a section always prints. */
  readonly everyRow: boolean;
}

/** One subject of validation. A section prints `text` for people and hands `json` to scripts. */
export interface Section {
  readonly name: string;
  /** Takes minutes: runs only when it is named. */
  readonly slow?: boolean;
  readonly run: (options: Options) => SectionReport;
}

export interface SectionReport {
  readonly text: string;
  readonly json: unknown;
}

export const wantsSet = (options: Options, set: string): boolean =>
  options.sets.length === 0 || options.sets.includes(set);

export const wantsFamily = (options: Options, family: string): boolean =>
  options.families.length === 0 || options.families.includes(family);
