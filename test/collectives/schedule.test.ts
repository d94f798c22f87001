import { describe, expect, it } from 'vitest';
import { type Algorithm, closedFormS } from '../../src/collectives/algorithm.ts';
import { treeTraffic } from '../../src/collectives/algorithms/double-binary-tree.ts';
import { twoStageSchedule } from '../../src/collectives/algorithms/hierarchical-all-to-all.ts';
import { levelsS } from '../../src/collectives/levels.ts';
import { ALGORITHMS } from '../../src/collectives/registry.ts';
import { type Schedule, simulateS } from '../../src/collectives/schedule.ts';
import type { CollectiveOp } from '../../src/collectives/types.ts';
import { GB, MIB, US } from './machine.ts';

const find = (id: string): Algorithm => {
  const algorithm = ALGORITHMS.find((entry) => entry.id === id);
  if (algorithm === undefined) throw new Error(id);
  return algorithm;
};

describe('closed forms at p = 16, 64 MiB, 5 us, 50 GB/s', () => {
  it.each<[string, CollectiveOp, number]>([
    ['ring', 'all-reduce', 2666.6],
    ['recursive-doubling', 'all-reduce', 5388.7],
    ['rabenseifner', 'all-reduce', 2556.6],
    ['binomial', 'all-reduce', 10777.4],
    ['double-binary-tree', 'all-reduce', 3379.7],
    ['one-shot', 'all-reduce', 20137.7],
    ['direct', 'all-reduce', 2526.6],
    ['ring', 'all-gather', 1333.3],
    ['recursive-doubling', 'all-gather', 1278.3],
    ['direct', 'all-gather', 1263.3],
    ['binomial', 'broadcast', 5388.7],
    ['scatter-all-gather', 'broadcast', 2611.6],
    ['ring', 'broadcast', 2025.2],
    ['pairwise', 'all-to-all', 1333.3],
    ['bruck', 'all-to-all', 2704.4],
  ])('%s %s', (id, op, expectedUs) => {
    const terms = find(id).terms(op, 16);
    expect(terms).not.toBeNull();
    if (terms === null) return;
    expect(Number((closedFormS(terms, 64 * MIB, 5 * US, 1 / (50 * GB)) / US).toFixed(1))).toBe(expectedUs);
  });

  it.each([
    [2, 542.0],
    [4, 665.9],
  ])('hierarchical all-reduce on %i nodes of eight', (nodes, expectedUs) => {
    const inner = { members: 8, alphaS: 2 * US, betaS: 1 / (360 * GB) };
    const outer = { members: nodes, alphaS: 10 * US, betaS: 1 / (50 * GB) };
    const time = levelsS('all-reduce', 64 * MIB, [inner, outer]);
    expect(Number((time / US).toFixed(1))).toBe(expectedUs);
  });
});

/** Who contributed to a piece that a member holds. */
type Holding = Map<number, Set<number>>;

function start(op: CollectiveOp, ranks: number, { pieces, switchMember }: Schedule): Holding[] {
  return Array.from({ length: ranks + (switchMember === undefined ? 0 : 1) }, (_, member) => {
    const holding: Holding = new Map();
    if (member === switchMember) return holding;
    const own = (piece: number) => holding.set(piece, new Set([member]));
    if (op === 'all-gather') own(member);
    else if (op === 'broadcast') {
      if (member === 0) for (let piece = 0; piece < pieces; piece++) own(piece);
    } else if (op === 'all-to-all') for (let to = 0; to < ranks; to++) own(member * ranks + to);
    else for (let piece = 0; piece < pieces; piece++) own(piece);
    return holding;
  });
}

/** Plays the messages of a schedule on real holdings; a member that sends what it does not hold fails the test. */
function play(schedule: Schedule, op: CollectiveOp, ranks: number): Holding[] {
  const state = start(op, ranks, schedule);
  for (const round of schedule.rounds) {
    const sent = round.map((transfer) => ({
      ...transfer,
      content: transfer.pieces.map((piece) => {
        const held = state[transfer.from]?.get(piece);
        expect(held, `member ${transfer.from} sends piece ${piece}`).toBeDefined();
        return [piece, new Set(held)] as const;
      }),
    }));
    for (const { to, reduce, content } of sent) {
      for (const [piece, contributors] of content) {
        const before = reduce ? (state[to]?.get(piece) ?? []) : [];
        if (reduce) for (const rank of before) expect(contributors.has(rank), 'nothing is added twice').toBe(false);
        state[to]?.set(piece, new Set([...before, ...contributors]));
      }
    }
  }
  return state;
}

function expectDone(op: CollectiveOp, state: Holding[], ranks: number, pieces: number): void {
  state.forEach((holding, member) => {
    if (op === 'all-reduce') for (let p = 0; p < pieces; p++) expect(holding.get(p)?.size).toBe(ranks);
    if (op === 'reduce-scatter') expect(holding.get(member)?.size).toBe(ranks);
    if (op === 'reduce' && member === 0) for (let p = 0; p < pieces; p++) expect(holding.get(p)?.size).toBe(ranks);
    if (op === 'all-gather') for (let p = 0; p < ranks; p++) expect(holding.get(p)).toEqual(new Set([p]));
    if (op === 'broadcast') for (let p = 0; p < pieces; p++) expect(holding.get(p)).toEqual(new Set([0]));
    if (op === 'all-to-all') {
      for (let from = 0; from < ranks; from++) expect(holding.get(from * ranks + member)).toEqual(new Set([from]));
    }
  });
}

const WRITTEN = ALGORITHMS.flatMap((algorithm) =>
  algorithm.ops
    .filter((op) => op !== 'send-recv')
    .flatMap((op) => [2, 3, 4, 5, 8, 16].map((ranks) => ({ algorithm, op, ranks })))
    .filter(({ op, ranks }) => algorithm.schedule(op, ranks) !== null),
);

describe('schedules step by step', () => {
  it('are written out for every algorithm that rounds describe', () => {
    const ids = new Set(WRITTEN.map(({ algorithm }) => algorithm.id));
    const expected = [
      'binomial',
      'bruck',
      'collnet',
      'direct',
      'double-binary-tree',
      'nvls',
      'one-shot',
      'pairwise',
      'pat',
      'rabenseifner',
      'recursive-doubling',
    ];
    expect([...ids].sort()).toEqual([...expected, 'ring', 'scatter-all-gather'].sort());
  });

  it.each(WRITTEN.map((entry) => [entry.algorithm.id, entry.op, entry.ranks, entry] as const))(
    '%s %s on %i members moves every piece where it belongs, in the time of the closed form',
    (_id, op, ranks, { algorithm }) => {
      const schedule = algorithm.schedule(op, ranks);
      const terms = algorithm.terms(op, ranks);
      if (schedule === null || terms === null) throw new Error('filtered above');
      expectDone(op, play(schedule, op, ranks), ranks, schedule.pieces);
      const link = { alphaS: 3 * US, betaS: 1 / (40 * GB) };
      if (terms.fillDepth !== undefined) return;
      const simulated = simulateS(schedule, 8 * MIB, () => link);
      const closed = closedFormS(terms, 8 * MIB, link.alphaS, link.betaS);
      expect(simulated).toBeCloseTo(closed, 12);
    },
  );

  it.each(['broadcast', 'reduce'] as const)(
    'a pipelined chain %s at its best chunk count meets the closed form',
    (op) => {
      const chain = find('ring');
      for (const ranks of [4, 8, 13]) {
        const link = { alphaS: 3 * US, betaS: 1 / (40 * GB) };
        let best = Number.POSITIVE_INFINITY;
        for (let chunks = 1; chunks <= 128; chunks++) {
          const schedule = chain.schedule(op, ranks, chunks);
          if (schedule === null) throw new Error('a chain has a schedule');
          if (chunks <= 3) expectDone(op, play(schedule, op, ranks), ranks, chunks);
          best = Math.min(
            best,
            simulateS(schedule, 8 * MIB, () => link),
          );
        }
        const terms = chain.terms(op, ranks);
        if (terms === null) throw new Error('a chain has a closed form');
        const closed = closedFormS(terms, 8 * MIB, link.alphaS, link.betaS);
        expect(best).toBeGreaterThan(closed * 0.999);
        expect(best).toBeLessThan(closed * 1.02);
      }
    },
  );

  it.each([
    ['nvls', [2, 4, 8]],
    ['collnet', [2, 5, 16]],
  ] as const)('%s through a switch at its best chunk count comes close to its closed form', (id, sizes) => {
    const algorithm = find(id);
    const link = { alphaS: 3 * US, betaS: 1 / (40 * GB) };
    for (const ranks of sizes) {
      let best = Number.POSITIVE_INFINITY;
      for (let chunks = 1; chunks <= 64; chunks++) {
        const schedule = algorithm.schedule('all-reduce', ranks, chunks);
        if (schedule === null) throw new Error('it has a schedule');
        if (chunks <= 3)
          expectDone('all-reduce', play(schedule, 'all-reduce', ranks).slice(0, ranks), ranks, schedule.pieces);
        best = Math.min(
          best,
          simulateS(schedule, 8 * MIB, () => link),
        );
      }
      const terms = algorithm.terms('all-reduce', ranks);
      if (terms === null) throw new Error('it has a closed form');
      const ratio = best / closedFormS(terms, 8 * MIB, link.alphaS, link.betaS);
      expect(ratio).toBeGreaterThan(0.9);
      expect(ratio).toBeLessThan(1.02);
    }
  });

  it('a tree between domains sends 2 S (N - 1) / N from the average domain, S where there are two', () => {
    for (const domains of [2, 3, 4, 8, 16]) {
      const schedule = find('double-binary-tree').schedule('all-reduce', domains, 2);
      const sent = schedule?.rounds.flat().length ?? 0;
      // Two chunks of half of S each.
      expect(sent / 2 / domains).toBeCloseTo(treeTraffic(domains), 12);
    }
  });

  it.each([
    [2, 2],
    [4, 3],
    [3, 5],
  ])('a two-stage all-to-all of %i members on %i domains delivers everything, stage after stage', (g, domains) => {
    const schedule = twoStageSchedule(g, domains);
    expectDone('all-to-all', play(schedule, 'all-to-all', g * domains), g * domains, schedule.pieces);
    const inner = { alphaS: 2 * US, betaS: 1 / (300 * GB) };
    const outer = { alphaS: 9 * US, betaS: 1 / (25 * GB) };
    const bytes = 12 * MIB;
    const played = simulateS(schedule, bytes, (from, to) =>
      Math.floor(from / g) === Math.floor(to / g) ? inner : outer,
    );
    const stage = (members: number, { alphaS, betaS }: typeof inner) =>
      (members - 1) * alphaS + ((members - 1) / members) * bytes * betaS;
    expect(played).toBeCloseTo(stage(g, inner) + stage(domains, outer), 12);
  });

  it('a double binary tree at its best chunk count comes close to its closed form', () => {
    const tree = find('double-binary-tree');
    for (const ranks of [4, 8, 16]) {
      const link = { alphaS: 3 * US, betaS: 1 / (40 * GB) };
      let best = Number.POSITIVE_INFINITY;
      for (let chunks = 2; chunks <= 96; chunks += 2) {
        const schedule = tree.schedule('all-reduce', ranks, chunks);
        if (schedule === null) throw new Error('a tree has a schedule');
        best = Math.min(
          best,
          simulateS(schedule, 8 * MIB, () => link),
        );
      }
      const terms = tree.terms('all-reduce', ranks);
      if (terms === null) throw new Error('a tree has a closed form');
      const ratio = best / closedFormS(terms, 8 * MIB, link.alphaS, link.betaS);
      expect(ratio).toBeGreaterThan(0.9);
      expect(ratio).toBeLessThan(1.2);
    }
  });

  it('rings on two and three levels cost what their formula says', () => {
    const bytes = 12 * MIB;
    const inner = { members: 4, alphaS: 2 * US, betaS: 1 / (300 * GB) };
    const near = { members: 3, alphaS: 9 * US, betaS: 1 / (25 * GB) };
    const far = { members: 2, alphaS: 12 * US, betaS: 1 / (10 * GB) };
    const ring = find('ring');
    const play1 = (op: CollectiveOp, size: number, link: typeof inner) => {
      const schedule = ring.schedule(op, link.members);
      if (schedule === null) throw new Error('a ring has a schedule');
      return simulateS(schedule, size, () => link);
    };
    const around = (middle: number) =>
      play1('reduce-scatter', bytes, inner) + middle + play1('all-gather', bytes, inner);
    const two = around(play1('all-reduce', bytes / 4, near));
    expect(two).toBeCloseTo(levelsS('all-reduce', bytes, [inner, near]), 12);
    const three = around(
      play1('reduce-scatter', bytes / 4, near) +
        play1('all-reduce', bytes / 12, far) +
        play1('all-gather', bytes / 4, near),
    );
    expect(three).toBeCloseTo(levelsS('all-reduce', bytes, [inner, near, far]), 12);
  });
});
