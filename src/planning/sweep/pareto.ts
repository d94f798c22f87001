import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { badUsage, unknownField } from '../../diagnostics/messages/usage.ts';
import { quote } from '../../diagnostics/printable.ts';
import { directionOf } from '../compare/metric.ts';
import { knownFields } from '../known-fields.ts';

/** A field to make small or large. */
export interface Aim {
  readonly field: string;
  readonly sense: 'min' | 'max';
}

export type ParsedAim = { readonly ok: true; readonly aim: Aim } | { readonly ok: false; readonly problem: Diagnostic };

/** Reads `training.step_time_s`, or `max:fabric.switches` where the field has no better side of its own. */
export function parseAim(text: string): ParsedAim {
  const [, stated, field = ''] = /^\s*(?:(min|max):)?(.*?)\s*$/.exec(text) ?? [];
  const known = knownFields().find(field);
  if (known === null) return { ok: false, problem: unknownField(field, knownFields().names) };
  if (known.kind !== 'number')
    return { ok: false, problem: badUsage(`${quote(field)} is no number`, 'name a numeric field') };
  const direction = directionOf(field);
  const sense = stated ?? (direction === 'lower' ? 'min' : direction === 'higher' ? 'max' : undefined);
  if (sense === undefined) {
    return { ok: false, problem: badUsage(`${quote(field)} has no better side`, `write min:${field} or max:${field}`) };
  }
  return { ok: true, aim: { field, sense: sense as Aim['sense'] } };
}

/** The value as something to make small. */
export const badness = (value: number, { sense }: Aim): number => (sense === 'min' ? value : -value);

/** The points that no other point beats or equals in every aim and beats in one. Holds the front only. */
export class Front<T> {
  private members: { readonly scores: readonly number[]; readonly item: T }[] = [];

  add(scores: readonly number[], item: T): void {
    if (this.members.some((member) => dominates(member.scores, scores))) return;
    this.members = this.members.filter((member) => !dominates(scores, member.scores));
    this.members.push({ scores, item });
  }

  /** @param fieldOf the value of a field; an item without one of the aims is left out */
  addBy(aims: readonly Aim[], fieldOf: (field: string) => unknown, item: T): void {
    const values = aims.map(({ field }) => fieldOf(field));
    if (!values.every((value) => typeof value === 'number')) return;
    this.add(
      values.map((value, i) => badness(value, aims[i] as Aim)),
      item,
    );
  }

  /** In the order they were added. */
  items(): readonly T[] {
    return this.members.map(({ item }) => item);
  }
}

const dominates = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((score, i) => score <= (b[i] ?? 0)) && a.some((score, i) => score < (b[i] ?? 0));
