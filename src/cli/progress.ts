import { formatCount, formatTime } from '../units/format.ts';
import type { Io } from './io.ts';

/** A line about how far a long command is, redrawn on a terminal's stderr and nowhere else. */
export interface Progress {
  update(done: number, total: number): void;
  clear(): void;
}

const SHORTEST_MS = 200;

export function progress({ stderr }: Io, now: () => number = () => performance.now()): Progress {
  if (!stderr.isTTY) return { update: () => undefined, clear: () => undefined };
  const started = now();
  let [last, shown, first] = [started, false, -1];
  return {
    update: (done, total) => {
      const at = now();
      if (first < 0) first = done;
      if (at - last < SHORTEST_MS) return;
      last = at;
      shown = true;
      const perS = (1000 * (done - first)) / (at - started);
      const left = perS > 0 ? `, ${formatTime((total - done) / perS)} left` : '';
      const percent = Math.floor((100 * done) / total);
      stderr.write(
        `\r\u001b[K${formatCount(done)} of ${formatCount(total)} (${percent} %), ${formatCount(Math.round(perS))}/s${left}`,
      );
    },
    clear: () => {
      if (shown) stderr.write('\r\u001b[K');
    },
  };
}
