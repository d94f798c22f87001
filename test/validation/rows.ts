import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** One measured run: a spec in the vocabulary of the spec file and what was measured for it. See data/training/README.md. */
export interface Row {
  /** Data file without `.yaml`. */
  readonly set: string;
  readonly id: string;
  readonly family: string;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly measured: Measured;
  /** Everything that decides the step time is stated or a documented default. */
  readonly complete: boolean;
  readonly golden: boolean;
  readonly group: string | null;
  readonly exclude: string | null;
  readonly duplicateOf: string | null;
  readonly needs: string | null;
}

export interface Measured {
  readonly step_time_s?: number;
  readonly tokens_per_s_per_gpu?: number;
  readonly tflops_per_gpu?: number;
  readonly tflops_kind?: 'model' | 'hardware';
  readonly memory_bytes_per_gpu?: number;
  readonly allocated_bytes_per_gpu?: number;
  readonly out_of_memory?: boolean;
  readonly all_reduce_busbw_gb_s?: number;
}

const dataRoot = new URL('./data/', import.meta.url);

interface RawRow {
  readonly id: string;
  readonly family?: string;
  readonly spec: Record<string, unknown>;
  readonly measured: Measured;
  readonly complete?: boolean;
  readonly golden?: boolean;
  readonly group?: string;
  readonly exclude?: string;
  readonly duplicate_of?: string;
  readonly needs?: unknown;
}

/** The sets of one folder of `data/`, by name, sorted. */
export function setNames(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, dataRoot))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();
}

function readData(path: string): unknown {
  return parse(readFileSync(new URL(path, dataRoot), 'utf8'), { maxAliasCount: 0 });
}

export function readRows(folder: string, set: string): Row[] {
  const file = readData(`${folder}/${set}.yaml`) as { rows?: RawRow[] };
  return (file.rows ?? []).map((raw) => ({
    set,
    id: raw.id,
    family: raw.family ?? set,
    spec: raw.spec,
    measured: raw.measured,
    complete: raw.complete ?? false,
    golden: raw.golden ?? false,
    group: raw.group ?? null,
    exclude: raw.exclude ?? null,
    duplicateOf: raw.duplicate_of ?? null,
    needs: raw.needs === undefined ? null : JSON.stringify(raw.needs),
  }));
}
