import { Graphviz } from '@hpcc-js/wasm-graphviz';
import type { Picture } from '../../evaluation/picture.ts';
import { dotText } from './dot.ts';

/** The picture as SVG on a white ground, laid out by Graphviz. */
export async function svgText(picture: Picture): Promise<string> {
  const graphviz = await Graphviz.load();
  return graphviz.layout(dotText(picture), 'svg');
}
