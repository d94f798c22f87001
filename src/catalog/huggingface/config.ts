/** No transformer is larger in any dimension; the bound keeps hostile files from costing time. */
const LARGEST = 1e9;
const MOST_LAYERS = 100_000;

/** A config.json whose values contradict each other. Caught where the config is read, never seen by callers. */
export class ConfigError extends Error {}

/**
 * Typed access to a config.json: absent keys (and null ones) take the default of the model's configuration class. What is
 * missing or cannot be used is recorded and read as NaN (a flag as its default, a list or mapping as empty), so that all
 * mistakes of a file are found at once; checks must let NaN pass.
 */
export class HuggingFaceConfig {
  readonly #data: Readonly<Record<string, unknown>>;
  readonly #problems: string[];

  constructor(data: Readonly<Record<string, unknown>>, problems: string[] = []) {
    this.#data = data;
    this.#problems = problems;
  }

  /** What could not be used so far, one sentence each. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  has(key: string): boolean {
    return this.#value(key) !== undefined;
  }

  /** A whole number from 1 up. */
  count(key: string, fallback?: number): number {
    return this.#whole(key, fallback, 1);
  }

  /** A whole number from 0 up. */
  countOrZero(key: string, fallback?: number): number {
    return this.#whole(key, fallback, 0);
  }

  /** A count whose absence means something. */
  optionalCount(key: string): number | null {
    return this.has(key) ? this.count(key) : null;
  }

  layers(key: string): number {
    const layers = this.count(key);
    return layers > MOST_LAYERS ? this.#refuse(`${key} is ${layers}, more than ${MOST_LAYERS}`) : layers;
  }

  flag(key: string, fallback: boolean): boolean {
    const value = this.#value(key) ?? fallback;
    if (typeof value === 'boolean') return value;
    this.#refuse(`${key} must be true or false`);
    return fallback;
  }

  is(key: string, word: string): boolean {
    return this.#value(key) === word;
  }

  list(key: string): readonly unknown[] {
    const value = this.#value(key) ?? [];
    if (Array.isArray(value)) return value;
    this.#refuse(`${key} must be a list`);
    return [];
  }

  /** A nested mapping; an absent one has no keys. */
  section(key: string): HuggingFaceConfig {
    const value = this.#value(key) ?? {};
    if (typeof value === 'object' && !Array.isArray(value)) {
      return new HuggingFaceConfig(value as Readonly<Record<string, unknown>>, this.#problems);
    }
    this.#refuse(`${key} must be a mapping`);
    // What its keys lack follows from that.
    return new HuggingFaceConfig({});
  }

  /** The first of several names that is present; the first name when none is. */
  named(...keys: readonly [string, ...string[]]): string {
    return keys.find((key) => this.has(key)) ?? keys[0];
  }

  #value(key: string): unknown {
    return Object.hasOwn(this.#data, key) ? (this.#data[key] ?? undefined) : undefined;
  }

  #whole(key: string, fallback: number | undefined, least: number): number {
    const value = this.#value(key) ?? fallback;
    if (value === undefined) return this.#refuse(`${key} is missing`);
    // A default taken from a value that was refused.
    if (Number.isNaN(value)) return Number.NaN;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > LARGEST) {
      return this.#refuse(`${key} must be a whole number from ${least} to ${LARGEST}`);
    }
    return value;
  }

  /** A key that is read twice is one mistake. */
  #refuse(problem: string): number {
    if (!this.#problems.includes(problem)) this.#problems.push(problem);
    return Number.NaN;
  }
}
