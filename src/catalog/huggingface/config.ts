/** No transformer is larger in any dimension; the bound keeps hostile files from costing time. */
const LARGEST = 1e9;
const MOST_LAYERS = 100_000;

/** A value of a config.json that cannot be used. Caught where the config is read, never seen by callers. */
export class ConfigError extends Error {}

/** Typed access to a config.json: absent keys (and null ones) take the default of the model's configuration class. */
export class HuggingFaceConfig {
  readonly #data: Readonly<Record<string, unknown>>;

  constructor(data: Readonly<Record<string, unknown>>) {
    this.#data = data;
  }

  has(key: string): boolean {
    return this.#value(key) !== undefined;
  }

  /** A whole number from 1 up. @throws ConfigError when it is none, or is absent without default */
  count(key: string, fallback?: number): number {
    return this.#whole(key, fallback, 1);
  }

  /** A whole number from 0 up. @throws ConfigError */
  countOrZero(key: string, fallback?: number): number {
    return this.#whole(key, fallback, 0);
  }

  /** A count whose absence means something. @throws ConfigError when present and no count */
  optionalCount(key: string): number | null {
    return this.has(key) ? this.count(key) : null;
  }

  layers(key: string): number {
    const layers = this.count(key);
    if (layers > MOST_LAYERS) throw new ConfigError(`${key} is ${layers}, more than ${MOST_LAYERS}`);
    return layers;
  }

  flag(key: string, fallback: boolean): boolean {
    const value = this.#value(key) ?? fallback;
    if (typeof value !== 'boolean') throw new ConfigError(`${key} must be true or false`);
    return value;
  }

  list(key: string): readonly unknown[] {
    const value = this.#value(key) ?? [];
    if (!Array.isArray(value)) throw new ConfigError(`${key} must be a list`);
    return value;
  }

  /** A nested mapping; an absent one has no keys. @throws ConfigError */
  section(key: string): HuggingFaceConfig {
    const value = this.#value(key) ?? {};
    if (typeof value !== 'object' || Array.isArray(value)) throw new ConfigError(`${key} must be a mapping`);
    return new HuggingFaceConfig(value as Readonly<Record<string, unknown>>);
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
    if (value === undefined) throw new ConfigError(`${key} is missing`);
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > LARGEST) {
      throw new ConfigError(`${key} must be a whole number from ${least} to ${LARGEST}`);
    }
    return value;
  }
}
