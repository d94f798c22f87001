/** One row of a part of a sweep. */
export interface RowLine {
  /** Its number in the whole sweep, from 1. */
  readonly point: number;
  /** Points of the whole sweep. */
  readonly points: number;
  readonly line: string;
}

export type Joined =
  | { readonly kind: 'row'; readonly line: string }
  | { readonly kind: 'missing'; readonly first: number; readonly last: number }
  /** Two parts disagree about a point, or about how many there are. */
  | { readonly kind: 'conflict'; readonly point: number };

/**
 * Joins the parts of a sweep by the number of their rows. Each part is in order; one row of each is held, whatever their
 * length. The same row from two parts (a task that ran twice) counts once.
 */
export async function* joinRows(parts: readonly AsyncIterable<RowLine>[]): AsyncGenerator<Joined> {
  const readers = parts.map((part) => part[Symbol.asyncIterator]());
  const heads = await Promise.all(readers.map(next));
  let [expected, total] = [1, 0];
  let last: RowLine | null = null;
  for (;;) {
    let least = -1;
    heads.forEach((head, i) => {
      if (head !== null && (least < 0 || head.point < (heads[least]?.point ?? 0))) least = i;
    });
    const head = heads[least];
    const reader = readers[least];
    if (head === undefined || head === null || reader === undefined) break;
    heads[least] = await next(reader);
    if (last !== null && head.points !== last.points) {
      yield { kind: 'conflict', point: head.point };
      return;
    }
    total = head.points;
    if (head.point === last?.point) {
      if (head.line === last.line) continue;
      yield { kind: 'conflict', point: head.point };
      return;
    }
    if (head.point > expected) yield { kind: 'missing', first: expected, last: head.point - 1 };
    yield { kind: 'row', line: head.line };
    expected = head.point + 1;
    last = head;
  }
  if (expected <= total) yield { kind: 'missing', first: expected, last: total };
}

async function next(reader: AsyncIterator<RowLine>): Promise<RowLine | null> {
  const { done, value } = await reader.next();
  return done === true ? null : value;
}
