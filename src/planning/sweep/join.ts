/** One row of a part of a sweep. */
export interface PartRow {
  /** Its number in the whole sweep, from 1. */
  readonly point: number;
  /** Points of the whole sweep. */
  readonly points: number;
  /** Names the sweep. */
  readonly sweep: string;
  /** The row as it stands in its file, or in other words that are the same for the same row. */
  readonly text: string;
}

export type Joined =
  | { readonly kind: 'row'; readonly text: string }
  | { readonly kind: 'missing'; readonly first: number; readonly last: number }
  /** Two parts disagree about a point. */
  | { readonly kind: 'conflict'; readonly point: number }
  /** A part (from 0) belongs to another sweep than the first row. */
  | { readonly kind: 'foreign'; readonly part: number }
  /** A part (from 0) has its rows out of order. */
  | { readonly kind: 'disorder'; readonly part: number; readonly point: number };

/**
 * Joins the parts of a sweep by the number of their rows. Each part is in order; one row of each is held, whatever their
 * length. The same row from two parts (a task that ran twice) counts once.
 */
export async function* joinRows(parts: readonly AsyncIterable<PartRow>[]): AsyncGenerator<Joined> {
  const readers = parts.map((part) => part[Symbol.asyncIterator]());
  const heads: (PartRow | null)[] = [];
  for (const reader of readers) heads.push(await next(reader));
  const known = heads.find((head) => head !== null);
  if (known === undefined || known === null) return;
  let expected = 1;
  let last: PartRow | null = null;
  for (let part = 0; part < heads.length; part++) {
    if (isForeign(heads[part] ?? null, known)) return yield { kind: 'foreign', part };
  }
  for (;;) {
    let least = -1;
    heads.forEach((head, i) => {
      if (head !== null && (least < 0 || head.point < (heads[least]?.point ?? 0))) least = i;
    });
    const head = heads[least];
    const reader = readers[least];
    if (head === undefined || head === null || reader === undefined) break;
    const following = await next(reader);
    heads[least] = following;
    if (isForeign(following, known)) return yield { kind: 'foreign', part: least };
    if (following !== null && following.point <= head.point) {
      return yield { kind: 'disorder', part: least, point: following.point };
    }
    if (head.point === last?.point) {
      if (head.text === last.text) continue;
      return yield { kind: 'conflict', point: head.point };
    }
    if (head.point > expected) yield { kind: 'missing', first: expected, last: head.point - 1 };
    yield { kind: 'row', text: head.text };
    expected = head.point + 1;
    last = head;
  }
  if (expected <= known.points) yield { kind: 'missing', first: expected, last: known.points };
}

const isForeign = (row: PartRow | null, known: PartRow): boolean =>
  row !== null && (row.sweep !== known.sweep || row.points !== known.points);

async function next(reader: AsyncIterator<PartRow>): Promise<PartRow | null> {
  const { done, value } = await reader.next();
  return done === true ? null : value;
}
