/** What `fabricplan init` was asked for. */
export interface StarterOptions {
  readonly gpu?: string;
  readonly gpus?: number;
}

const DEFAULT_GPU = 'h100-sxm';
const DEFAULT_GPUS = 1024;

/** A commented spec that runs as it stands: the smallest one for a GPU and a number of them. */
export function starterSpec({ gpu = DEFAULT_GPU, gpus = DEFAULT_GPUS }: StarterOptions): string {
  return `# yaml-language-server: $schema=./schema/spec.schema.json
# Everything that is not stated here has a default; \`fabricplan analyze\` lists the ones it used as assumptions.
name: ${gpus} x ${gpu}

gpus:
  type: ${gpu}
  count: ${gpus}

topology:
  kind: ${gpus <= 64 ? 'single-switch' : 'fat-tree'}
`;
}
