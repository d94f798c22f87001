import plot from 'simple-ascii-chart';
import { formatBytes, formatTime } from '../units/format.ts';

export interface ChartPoint {
  readonly bytes: number;
  readonly timeS: number;
}

const WIDTH = 62;
const HEIGHT = 14;
/** Fewer points, or a flatter curve, are read faster from the table. */
const FEWEST_POINTS = 4;
const LEAST_RISE = 2;
/** Powers of two between two labels of the size axis: 32 KiB, 1 MiB, 32 MiB, ... */
const DOUBLINGS_PER_TICK = 5;

/** Time over size, both logarithmic; empty where a chart shows nothing. */
export function collectiveChart(points: readonly ChartPoint[]): string {
  const shown = points.filter(({ bytes, timeS }) => bytes > 0 && timeS > 0);
  const times = shown.map(({ timeS }) => timeS);
  if (shown.length < FEWEST_POINTS || Math.max(...times) < LEAST_RISE * Math.min(...times)) return '';
  const data = shown.map(({ bytes, timeS }): [number, number] => [Math.log2(bytes), Math.log10(timeS)]);
  const [sizes, decades] = [data.map(([x]) => x), data.map(([, y]) => y)];
  const yTicks = ticks(Math.floor(Math.min(...decades)), Math.ceil(Math.max(...decades)), 1);
  const chart = plot(data, {
    width: WIDTH,
    height: HEIGHT,
    yRange: [yTicks[0] ?? 0, yTicks.at(-1) ?? 0],
    customXAxisTicks: ticks(Math.ceil(Math.min(...sizes)), Math.max(...sizes), DOUBLINGS_PER_TICK),
    customYAxisTicks: yTicks,
    formatter: (value, { axis }) =>
      axis === 'x' ? formatBytes(2 ** Math.round(value)) : formatTime(10 ** Math.round(value)),
  });
  return chart.replace(/[ \t]+$/gm, '').replace(/^\n/, '');
}

function ticks(first: number, last: number, step: number): number[] {
  const found: number[] = [];
  for (let tick = first; tick <= last; tick += step) found.push(tick);
  return found;
}
