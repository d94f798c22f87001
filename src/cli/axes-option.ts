import { badUsage } from '../diagnostics/messages/usage.ts';
import { type Axis, parseAxis } from '../planning/sweep/axis.ts';
import { grid } from '../planning/sweep/grid.ts';
import { UsageError } from './usage-error.ts';

/** The axes of --vary. @throws UsageError for one that is none, a path that stands twice or in --set too, and more points than have numbers */
export function axesOption(texts: readonly string[], set: readonly string[]): readonly Axis[] {
  const axes = texts.map((text) => {
    const parsed = parseAxis(text);
    if (!parsed.ok) throw new UsageError(parsed.problem);
    return parsed.axis;
  });
  const { paths, points } = grid(axes);
  const twice = paths.find((path, i) => paths.indexOf(path) !== i);
  if (twice !== undefined) throw new UsageError(badUsage(`--vary names ${twice} twice`));
  const fixed = paths.find((path) => set.some((text) => text.split('=', 1)[0]?.trim() === path));
  if (fixed !== undefined) {
    throw new UsageError(
      badUsage(`${fixed} is both varied and --set`, 'leave out its --set, or name other axes with --vary'),
    );
  }
  if (!Number.isSafeInteger(points)) {
    throw new UsageError(
      badUsage(`--vary makes ${points.toPrecision(1)} points`, 'take larger steps, or fewer fields'),
    );
  }
  return axes;
}
