import type { Placement } from '../../spec/plan.ts';

/** Numbers in [0, 1), the same at every run: Mulberry32 (Tommy Ettinger, public domain). */
function sequence(): () => number {
  let state = 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The place of each domain of a job that fills the network. Random: one order stands for all, for the load of many links
 * hardly differs between them. Scattered: dealt out in turn to the blocks, the outermost first.
 *
 * @param blocks sizes of the blocks in domains, innermost first
 */
export function slotsOf(placement: Placement, domains: number, blocks: readonly number[]): Int32Array {
  const slots = Int32Array.from({ length: domains }, (_, domain) => domain);
  if (placement === 'scattered') {
    const outer = blocks.toReversed().filter((size) => size >= 1);
    const place = (domain: number): number[] =>
      outer.map((size, level) => Math.floor((domain % (outer[level - 1] ?? domains)) / size));
    const keys = Array.from(slots, (domain) => ({ domain, key: place(domain), last: domain % (outer.at(-1) ?? 1) }));
    // First in every innermost block, then second, ...; among those one of every outer block after the other.
    keys.sort((a, b) => {
      if (a.last !== b.last) return a.last - b.last;
      for (let level = outer.length - 1; level >= 0; level--) {
        const apart = (a.key[level] as number) - (b.key[level] as number);
        if (apart !== 0) return apart;
      }
      return a.domain - b.domain;
    });
    return Int32Array.from(keys, ({ domain }) => domain);
  }
  const random = sequence();
  const moved: number[] = [];
  for (let domain = 0; domain < domains; domain++) if (random() < placement) moved.push(domain);
  const free = [...moved];
  for (const domain of moved) {
    const chosen = Math.floor(random() * free.length);
    slots[domain] = free[chosen] as number;
    free[chosen] = free.at(-1) as number;
    free.pop();
  }
  return slots;
}
