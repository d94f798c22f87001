/** Sizes of a parallel plan as a few letters: `t8 p4v2 d16 m1`; context and expert where there is any. */
export function planSizes(sizes: {
  readonly tensor: number;
  readonly pipeline: number;
  readonly virtual: number;
  readonly context: number;
  readonly expert: number;
  readonly data: number;
  readonly micro: number;
}): string {
  const { tensor, pipeline, virtual, context, expert, data, micro } = sizes;
  return [
    `t${tensor}`,
    `p${pipeline}${virtual > 1 ? `v${virtual}` : ''}`,
    ...(context > 1 ? [`c${context}`] : []),
    ...(expert > 1 ? [`e${expert}`] : []),
    `d${data}`,
    `m${micro}`,
  ].join(' ');
}
