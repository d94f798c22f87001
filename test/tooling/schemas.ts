import { runInMemory } from '../golden/run-in-memory.ts';

/** Schemas kept in configs/schema for editors, as the command prints them. */
export const schemaNames = ['spec', 'result', 'topology', 'gates', 'profile'] as const;

export const schemaFile = (name: string): string => `configs/schema/${name}.schema.json`;

export async function schemaText(name: string): Promise<string> {
  const { exitCode, stdout, stderr } = await runInMemory(['schema', name], {});
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}
