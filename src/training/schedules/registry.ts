import type { Layout } from '../../spec/plan.ts';
import { dualPipe } from './dual-pipe.ts';
import { gpipe } from './gpipe.ts';
import { interleaved } from './interleaved.ts';
import { oneForwardOneBackward } from './one-forward-one-backward.ts';
import type { PipelineSchedule } from './schedule.ts';
import { zeroBubble1p, zeroBubble2p } from './zero-bubble.ts';
import { zeroBubbleV } from './zero-bubble-v.ts';

const schedules: readonly PipelineSchedule[] = [
  oneForwardOneBackward,
  interleaved,
  gpipe,
  zeroBubble1p,
  zeroBubble2p,
  zeroBubbleV,
  dualPipe,
];

/** Schedules that can be named in a spec. */
export const scheduleNames: readonly string[] = schedules.map((schedule) => schedule.name);

/** The schedule a layout runs: one stage leaves nothing to order, virtual stages are interleaved. */
export function scheduleOf({ pipeline, virtualPipeline, schedule }: Layout): PipelineSchedule {
  const name =
    pipeline === 1 ? '1f1b' : virtualPipeline > 1 ? 'interleaved' : schedule === 'interleaved' ? '1f1b' : schedule;
  const found = schedules.find((each) => each.name === name);
  if (found === undefined) throw new Error(`pipeline schedule ${name} is not built`);
  return found;
}
