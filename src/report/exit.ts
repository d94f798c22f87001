/** Exit codes, the one table. Documented by `fabricplan explain exit-codes`. */
export const Exit = {
  ok: 0,
  gateFailed: 1,
  badInput: 2,
  cannotRun: 3,
  internal: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof Exit)[keyof typeof Exit];

/** When several apply, the first of these wins: a gate on a plan that cannot run has no value to judge. */
const precedence: readonly ExitCode[] = [130, 70, 2, 3, 1, 0];

export function worstExit(codes: readonly ExitCode[]): ExitCode {
  return precedence.find((code) => codes.includes(code)) ?? Exit.ok;
}

export const exitMeanings: readonly { readonly code: ExitCode; readonly meaning: string; readonly example: string }[] =
  [
    { code: Exit.ok, meaning: 'ok', example: 'the report was written' },
    { code: Exit.gateFailed, meaning: 'a gate failed', example: 'a limit on a result field was not met' },
    {
      code: Exit.badInput,
      meaning: 'bad usage or a bad spec',
      example: 'unknown option, unknown key, unreadable file',
    },
    {
      code: Exit.cannotRun,
      meaning: 'the plan cannot run',
      example: 'it does not fit in memory, or the fabric cannot be built',
    },
    { code: Exit.internal, meaning: 'internal error', example: 'a bug: the stack and where to report it are shown' },
    { code: Exit.interrupted, meaning: 'interrupted', example: 'Ctrl-C' },
  ];
