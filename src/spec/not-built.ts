/**
 * What the interface plans and this version does not calculate: the one list. Such a key or choice is refused by name, so
 * that nobody mistakes an ignored key for a computed one.
 */

/** Keys, by spec path; a path covers what is below it. */
export const NOT_BUILT_KEYS: readonly string[] = ['workload.software.nccl'];

/** Words a built key does not take yet, by spec path. */
export const NOT_BUILT_CHOICES: Readonly<Record<string, readonly string[]>> = {
  'workload.kind': ['inference'],
};

export const isPlannedKey = (path: string): boolean => NOT_BUILT_KEYS.includes(path);

/** Whether the interface names this value for this key although this version cannot calculate it. */
export function isPlannedChoice(path: string, value: unknown): boolean {
  return typeof value === 'string' && (NOT_BUILT_CHOICES[path]?.includes(value) ?? false);
}
