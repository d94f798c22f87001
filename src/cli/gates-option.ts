import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Gate } from '../planning/gates/gate.ts';
import { parseGate } from '../planning/gates/parse.ts';
import type { Io } from './io.ts';
import { readPolicy } from './read-policy.ts';

/** Gates of the flags first, then of the policy files. All mistakes are reported together. */
export async function readGates(
  flags: readonly string[],
  policies: readonly string[],
  io: Io,
): Promise<{ readonly gates: readonly Gate[]; readonly diagnostics: readonly Diagnostic[] }> {
  const gates: Gate[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const text of flags) {
    const parsed = parseGate(text);
    if (parsed.ok) gates.push(parsed.gate);
    else diagnostics.push(parsed.problem);
  }
  for (const path of policies) {
    const policy = await readPolicy(path, io);
    gates.push(...policy.gates);
    diagnostics.push(...policy.diagnostics);
  }
  return { gates, diagnostics };
}
