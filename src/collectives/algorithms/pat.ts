import type { Algorithm } from '../algorithm.ts';
import { kernelLatencyS, outerStepS, ringFillS } from '../library.ts';
import { everyMember, modulo, range, type Transfer } from '../schedule.ts';
import { treeDepth } from './double-binary-tree.ts';

/** A binomial tree from every member at once, the far half first: every round a member sends all that is due at one distance. */
function gatherRounds(p: number): readonly (readonly Transfer[])[] {
  const depth = Math.ceil(Math.log2(p));
  return range(depth).map((step) => {
    const distance = 2 ** (depth - 1 - step);
    // Pieces whose tree has reached this member, and goes on to one `distance` further.
    const due = (member: number) =>
      range(p)
        .filter((offset) => offset % (2 * distance) === 0 && offset + distance < p)
        .map((offset) => modulo(member - offset, p));
    return everyMember(p, (member) => (member + distance) % p, due, false);
  });
}

/** Parallel aggregated trees: NCCL's logarithmic all-gather and reduce-scatter for one member per domain. */
export const pat: Algorithm = {
  id: 'pat',
  alpha: 'floor(lg N) overlapped network steps and a posting per member',
  beta: '(p - 1) / p S at three quarters of the NIC share',
  lowerBound: 'latency logarithmic in N but for the postings; 4 / 3 of the bandwidth bound',
  source: 'NCCL 2.30.7 src/graph/tuning.cc (PAT)',
  needs: 'one member on each of several scale-up domains, and NCCL',
  automatic: true,
  ops: ['all-gather', 'reduce-scatter'],
  terms: (op, p) => ({
    steps: Math.ceil(Math.log2(p)),
    sent: (p - 1) / p,
    reduced: op === 'reduce-scatter' ? (p - 1) / p : 0,
  }),
  schedule(op, p) {
    const gather = gatherRounds(p);
    // A reduce-scatter runs the trees backwards.
    const scatter = gather
      .toReversed()
      .map((round) => round.map(({ from, to, pieces }): Transfer => ({ from: to, to: from, pieces, reduce: true })));
    return { pieces: p, rounds: op === 'all-gather' ? gather : scatter };
  },
  candidates(_op, site) {
    const { ranks: n, ranksPerDomain: g, domains } = site;
    if (g > 1 || domains < 2 || site.vendor !== 'nvidia') return [];
    const network = site.scaleOut('tree');
    const steps = (treeDepth(domains) * outerStepS(site, 'tree', 'simple')) / site.constant('pat_step_divisor');
    return [
      {
        algorithm: 'pat',
        protocol: 'simple',
        latencyS: kernelLatencyS(site, 'simple') + steps + n * site.constant('pat_rank_latency'),
        hidingS: 0,
        secondsPerByte: (n - 1) / n / (network.bytesPerS * site.constant('pat_efficiency')),
        fillS: ringFillS(site, 'simple'),
        limit: network.limit,
        scaleUpPerByte: 0,
        scaleOutPerByte: (n - 1) / n,
        pattern: 'tree',
      },
    ];
  },
};
