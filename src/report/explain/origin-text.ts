import type { Origin } from '../../spec/plan.ts';

/** `c.yaml:12`, `catalog h100-sxm (source, date)`, `default (source)`, `--set gpus.count=8`. */
export function originText(origin: Origin): string {
  switch (origin.kind) {
    case 'spec':
      return `${origin.file}:${origin.line}`;
    case 'override':
      return `--set ${origin.text}`;
    case 'catalog':
      return `catalog ${origin.entry} (${[origin.source, origin.date].filter(Boolean).join(', ')})`;
    case 'default':
      return `default (${origin.source})`;
  }
}
