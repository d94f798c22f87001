import { type Entries, entry, stated } from './entry.ts';

export const verdict: Entries = {
  'verdict.headline': stated('The answer in one line'),
  'verdict.bottleneck': entry('What binds, and its share', 'largest group of the breakdown', ['training.bound']),
  'verdict.drivers[].cause': stated('A cause of lost time, the largest first'),
  'verdict.drivers[].share': entry('Its share of the step', 'time / step time', ['training.step_time_s']),
  'verdict.drivers[].detail': stated('Where it arises'),
  'verdict.advice': stated('Changes that would help'),
};
