import type { Picture, PictureEdge, PictureNode } from '../../evaluation/picture.ts';

/** Fill by tier, light enough for dark text. The first is that of endpoints. */
const FILLS = ['#eef2f7', '#d6e8fb', '#d9f2df', '#fdebc8', '#f8d9d9'] as const;
const INK = '#1f2937';
const LINE = '#64748b';
const FONT = 'fontname="Arial,Helvetica,sans-serif"';
/** Inches between places side by side, and one above the other. */
const ACROSS = 1.9;
const UP = 0.95;
/** So many lines hide each other unless they are thin and pale. */
const MANY_EDGES = 150;

/** A string of the DOT language: quotes and backslashes escaped, line breaks kept, other control characters dropped. */
function quoted(text: string, lineBreak = '\\n'): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is dropped
  const clean = text.replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ');
  return `"${clean.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', lineBreak)}"`;
}

type Place = readonly [x: number, y: number];

/** Places in inches: of a grid, or on a circle with a box's width between neighbours. Tiers are placed by Graphviz. */
function placesOf({ layout, nodes }: Picture): (node: PictureNode, index: number) => Place | null {
  if (layout === 'grid') return ({ place }) => (place === undefined ? null : [place[0] * ACROSS, place[1] * UP]);
  if (layout === 'tiers') return () => null;
  const radius = Math.max(1.5, (nodes.length * 1.6) / (2 * Math.PI));
  return (_, index) => {
    const angle = (2 * Math.PI * index) / nodes.length;
    return [radius * Math.sin(angle), radius * Math.cos(angle)];
  };
}

function nodeLine({ id, lines, tier }: PictureNode, place: Place | null): string {
  const at = place === null ? '' : ` pos="${place.map((inches) => inches.toFixed(3)).join(',')}!"`;
  if (tier < 0) return `  ${quoted(id)} [label=${quoted(`${lines.join('\n')}\n`, '\\l')} shape=plaintext style=""];`;
  return `  ${quoted(id)} [label=${quoted(lines.join('\n'))} fillcolor="${FILLS[tier % FILLS.length]}"${at}];`;
}

function edgeLine({ from, to, links, label }: PictureEdge): string {
  const width = Math.min(4, 1 + Math.log2(Math.max(1, links)) / 4);
  const look = label === undefined ? '' : ` penwidth=${width.toFixed(2)} label=${quoted(`  ${label}\n`, '\\l')}`;
  return `  ${quoted(from)} -- ${quoted(to)}${look === '' ? '' : ` [${look.trimStart()}]`};`;
}

/** Switches of a tier stand side by side in their order. */
function ranks({ layout, nodes }: Picture): string[] {
  if (layout !== 'tiers') return [];
  const byTier = new Map<number, string[]>();
  for (const { id, tier } of nodes) byTier.set(tier, [...(byTier.get(tier) ?? []), quoted(id)]);
  return [...byTier.values()].map((ids) =>
    ids.length === 1 ? `  { rank=same; ${ids[0]}; }` : `  { rank=same; ${ids.join(' -- ')} [style=invis]; }`,
  );
}

/** Height between tiers: wide tiers need room for slanting lines. */
function rankSeparation({ nodes }: Picture): number {
  const widths = new Map<number, number>();
  for (const { tier } of nodes) widths.set(tier, (widths.get(tier) ?? 0) + 1);
  return Math.max(0.8, Math.min(8, Math.max(...widths.values()) * 0.15));
}

/** Two facts a line: a long line would be wider than a narrow picture. */
const inPairs = (facts: readonly string[]): string[] =>
  facts.flatMap((fact, index) => (index % 2 === 0 ? [[fact, facts[index + 1]].filter(Boolean).join(', ')] : []));

/** The picture in the DOT language of Graphviz. Same fabric, same bytes. */
export function dotText(picture: Picture): string {
  const { title, facts, layout, nodes, edges } = picture;
  const place = placesOf(picture);
  const pale = edges.length > MANY_EDGES ? '90' : '';
  return [
    `graph ${quoted(title)} {`,
    `  layout=${layout === 'tiers' ? 'dot' : 'neato'};`,
    `  graph [label=${quoted([title, ...inPairs(facts), ' '].join('\n'))} labelloc=t fontsize=16 ${FONT} fontcolor="${INK}" bgcolor="#ffffff" pad=0.6`,
    `    rankdir=BT ranksep=${rankSeparation(picture).toFixed(2)} nodesep=${picture.summarised ? 1.5 : 0.3} splines=${layout === 'grid' || (layout === 'tiers' && picture.summarised) ? 'true' : 'line'} outputorder=edgesfirst];`,
    `  node [shape=box style="filled,rounded" color="${LINE}" ${FONT} fontsize=12 fontcolor="${INK}" margin="0.22,0.08"];`,
    `  edge [color="${LINE}${pale}" ${FONT} fontsize=11 fontcolor="${INK}"];`,
    ...nodes.map((node, index) => nodeLine(node, place(node, index))),
    ...ranks(picture),
    ...edges.map(edgeLine),
    '}',
    '',
  ].join('\n');
}
