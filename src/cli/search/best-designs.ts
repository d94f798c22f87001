import type { RankedDesign } from '../../report/designs.ts';

/** The best of designs, best first; equal ones in the order of the grid. */
export const bestDesigns = (designs: readonly RankedDesign[], top: number): readonly RankedDesign[] =>
  [...designs].sort((a, b) => a.score - b.score || a.point - b.point).slice(0, top);
