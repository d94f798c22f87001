import type { Shard } from '../shard.ts';
import { type Axis, valuesAt } from './axis.ts';

/** One point of a sweep: what it sets, and the number it has in the whole sweep, from 1. */
export interface Point {
  readonly point: number;
  /** One per varied field, in the order the fields were given. */
  readonly values: readonly string[];
}

/** The cross product of axes: the last axis varies fastest. Holds the axes only, whatever the number of points. */
export interface Grid {
  readonly paths: readonly string[];
  readonly points: number;
  /** The point of a number from 1. */
  at(point: number): Point;
}

export function grid(axes: readonly Axis[]): Grid {
  return {
    paths: axes.flatMap(({ paths }) => paths),
    points: axes.reduce((product, { steps }) => product * steps, 1),
    at: (point) => {
      let rest = point - 1;
      const columns: (readonly string[])[] = [];
      for (const axis of [...axes].reverse()) {
        columns.unshift(valuesAt(axis, rest % axis.steps));
        rest = Math.floor(rest / axis.steps);
      }
      return { point, values: columns.flat() };
    },
  };
}

/** Numbers of points in a shard. */
export const shardSize = (points: number, { index, of }: Shard): number =>
  Math.max(0, Math.ceil((points - index + 1) / of));

/** The number of the n-th point (from 0) of a shard. */
export const shardPoint = (n: number, { index, of }: Shard): number => index + n * of;
