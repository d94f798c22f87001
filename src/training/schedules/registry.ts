import type { Layout } from '../../spec/plan.ts';
import { gpipe } from './gpipe.ts';
import { interleaved } from './interleaved.ts';
import { oneForwardOneBackward } from './one-forward-one-backward.ts';
import type { PipelineSchedule } from './schedule.ts';
import { zeroBubble1p, zeroBubble2p } from './zero-bubble.ts';

const schedules: readonly PipelineSchedule[] = [oneForwardOneBackward, interleaved, gpipe, zeroBubble1p, zeroBubble2p];

/** Schedules that can be named in a spec. */
export const scheduleNames: readonly string[] = schedules.map((schedule) => schedule.name);

/** The schedule a layout runs: a name that is not built is a defect, because the schema admits only built ones. */
export function scheduleOf(layout: Layout): PipelineSchedule {
  const name =
    layout.virtualPipeline > 1 ? 'interleaved' : layout.schedule === 'interleaved' ? '1f1b' : layout.schedule;
  const found = schedules.find((schedule) => schedule.name === name);
  if (found === undefined) throw new Error(`pipeline schedule ${name} is not built`);
  return found;
}
