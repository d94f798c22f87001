import { countOption } from './count-option.ts';

const MOST_JOBS = 1024;

/** Threads that may work at a time. @throws UsageError */
export const jobsOption = (text: string | undefined): number => countOption('--jobs', text ?? '1', 1, MOST_JOBS);
