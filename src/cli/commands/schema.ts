import { badUsage } from '../../diagnostics/messages/usage.ts';
import { alternatives, quote } from '../../diagnostics/printable.ts';
import { Exit } from '../../report/exit.ts';
import { jsonText } from '../../report/json.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../usage-error.ts';

const schemas: Readonly<Record<string, () => Promise<unknown>>> = {
  spec: async () => (await import('../../spec/json-schema.ts')).specJsonSchema(),
  result: async () => (await import('../../result/json-schema.ts')).resultJsonSchema(),
  topology: async () => (await import('../../result/json-schema.ts')).topologyJsonSchema(),
  gates: async () => (await import('../../result/gates-schema.ts')).gatesJsonSchema(),
  profile: async () => (await import('../../spec/profile-file.ts')).profileJsonSchema(),
};

export const command: Command = async ({ args: [name = 'spec'] }, { io }) => {
  const load = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  if (load === undefined) {
    const known = alternatives(Object.keys(schemas));
    throw new UsageError(badUsage(`there is no schema ${quote(name)}`, `use ${known}`));
  }
  io.stdout.write(jsonText(await load()));
  return Exit.ok;
};
