/** Errors stop the plan, warnings may mislead its reader, notes inform. */
export type Severity = 'error' | 'warning' | 'note';
