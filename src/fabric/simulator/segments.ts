/** Growing list of segments: runs of (link, weight). */
export interface Segments {
  add(links: readonly number[], weights: readonly number[]): number;
  readonly start: number[];
  readonly link: number[];
  readonly weight: number[];
}

export function segmentList(): Segments {
  const start = [0];
  const link: number[] = [];
  const weight: number[] = [];
  return {
    start,
    link,
    weight,
    add(links, weights) {
      links.forEach((each, i) => {
        if ((weights[i] as number) === 0) return;
        link.push(each);
        weight.push(weights[i] as number);
      });
      start.push(link.length);
      return start.length - 2;
    },
  };
}
