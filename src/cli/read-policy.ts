import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Gate } from '../planning/gates/gate.ts';
import { gatesOfEntry } from '../planning/gates/policy.ts';
import { GatePolicySchema } from '../result/gates-schema.ts';
import { issueDiagnostics } from '../spec/load/issues.ts';
import { isMapping, type Path } from '../spec/load/path.ts';
import { LIMITS } from '../spec/yaml/limits.ts';
import { loadYaml } from '../spec/yaml/load.ts';
import type { Io } from './io.ts';
import { readInput } from './read-input.ts';

/** What a policy file holds. */
const EXAMPLE = 'gates: [{ field: training.mfu, min: 0.4 }]';

export interface ReadPolicy {
  readonly gates: readonly Gate[];
  /** All mistakes at once, with their places in the policy file. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a policy file: gates with the place each was written at. */
export async function readPolicy(path: string, io: Io): Promise<ReadPolicy> {
  const { data, locate, diagnostics } = loadYaml(await readInput(path, io, LIMITS.fileBytes), path, EXAMPLE);
  if (data === undefined) return { gates: [], diagnostics };
  const parsed = GatePolicySchema.safeParse(data);
  if (!parsed.success) {
    const document = {
      data,
      where: (at: Path, target?: 'key' | 'value') => ({ path: at.join('.'), at: locate(at, target) }),
    };
    return {
      gates: [],
      diagnostics: [...diagnostics, ...issueDiagnostics(parsed.error.issues, [], GatePolicySchema, document)],
    };
  }
  const read = parsed.data.gates.map((entry, index) => {
    const inside = (key: string | null): Path =>
      key !== null && isMapping(entry) ? ['gates', index, key] : ['gates', index];
    return gatesOfEntry(entry, (key) => locate(inside(key)));
  });
  return {
    gates: read.flatMap(({ gates }) => gates),
    diagnostics: [...diagnostics, ...read.flatMap(({ problems }) => problems)],
  };
}
