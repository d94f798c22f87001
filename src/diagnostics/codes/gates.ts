/** FP5xx: a limit on a result that was not met. Exit code 1. */
export const GATE_CODES = {
  FP501: {
    title: 'gate failed',
    severity: 'error',
    cause: 'A result field is outside the limit that --fail-on, a policy file or a constraint sets, or it is unknown.',
    example: "$ fabricplan compare base.yaml new.yaml --fail-on 'cost.capex_usd.total <= +5%'",
    fix: 'Change the design, or the limit. A gate of level warn is reported and does not fail.',
  },
} as const;
