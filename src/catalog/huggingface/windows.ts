import { ConfigError, type HuggingFaceConfig } from './config.ts';

type Pattern = readonly (number | null)[];

/** Windows per layer from `layer_types` and `sliding_window`; the family's own rule where the file has no such list. */
export function windowPattern(
  config: HuggingFaceConfig,
  layers: number,
  familyRule: (window: number) => Pattern,
): Pattern {
  const window = config.optionalCount('sliding_window');
  const types = config.list('layer_types');
  if (types.length === 0) return window === null ? [] : familyRule(window);
  if (types.length < layers || types.length > layers)
    throw new ConfigError(`layer_types has ${types.length} entries for ${layers} layers`);
  return shortestPeriod(types.map((type) => windowOfType(type, window)));
}

function windowOfType(type: unknown, window: number | null): number | null {
  if (type === 'full_attention') return null;
  if (type !== 'sliding_attention') throw new ConfigError('layer_types may hold full_attention and sliding_attention');
  if (window === null) throw new ConfigError('sliding_window is missing');
  return window;
}

/** The shortest pattern that gives the list when repeated; empty when every layer sees everything. */
export function shortestPeriod(windows: Pattern): Pattern {
  if (windows.every((window) => window === null)) return [];
  for (let period = 1; period < windows.length; period++) {
    if (windows.every((window, layer) => window === windows[layer % period])) return windows.slice(0, period);
  }
  return windows;
}
