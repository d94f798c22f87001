import type { UseLink, Wires } from './wires.ts';

/**
 * Minimal paths of a grid whose lines are completely joined: one link along every axis in which two places differ, in every
 * order alike. Parallel links of a pair count as choices; detours stay on a line.
 */
export function gridWires(
  axes: readonly { readonly size: number; readonly links: number }[],
  endpointsPerSwitch: number,
  detour: number,
): Wires {
  const switches = axes.reduce((product, { size }) => product * size, 1);
  const steps = axes.map((_, axis) => axes.slice(axis + 1).reduce((product, { size }) => product * size, 1));
  const coordinate = (place: number, axis: number): number =>
    Math.floor(place / (steps[axis] as number)) % (axes[axis]?.size as number);
  const ofSwitch = axes.map((_, axis) => axes.slice(0, axis).reduce((sum, { size, links }) => sum + size * links, 0));
  const degree = axes.reduce((sum, { size, links }) => sum + size * links, 0);
  const move = (place: number, axis: number, to: number): number =>
    place + (to - coordinate(place, axis)) * (steps[axis] as number);

  const along = (from: number, axis: number, to: number, share: number, use: UseLink): void => {
    const { links } = axes[axis] as (typeof axes)[number];
    const first = from * degree + (ofSwitch[axis] as number) + to * links;
    const line = axis * switches + move(from, axis, 0);
    for (let link = 0; link < links; link++) use(first + link, 0, line, share / links);
  };
  const lineLinks = (axis: number): number => {
    const { size, links } = axes[axis] as (typeof axes)[number];
    return size * (size - 1) * links;
  };
  return {
    switches,
    endpointsPerSwitch,
    linksPerPath: 1,
    levels: [{ linksOf: (block) => lineLinks(Math.floor(block / switches)), detour }],
    path(from, to, use) {
      const walk = (at: number, left: readonly number[], share: number): void => {
        for (const axis of left) {
          const towards = coordinate(to, axis);
          along(at, axis, towards, share / left.length, use);
          const rest = left.filter((other) => other !== axis);
          if (rest.length > 0) walk(move(at, axis, towards), rest, share / left.length);
        }
      };
      walk(
        from,
        axes.map((_, axis) => axis).filter((axis) => coordinate(from, axis) !== coordinate(to, axis)),
        1,
      );
    },
  };
}
