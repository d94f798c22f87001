import type { Machine } from '../../src/evaluation/machine.ts';
import { type SearchCounts, type SearchOptions, search } from '../../src/planning/search/search.ts';
import { machineOfSpec, roomy, trillion } from './jobs.ts';

interface Timed {
  readonly counts: SearchCounts;
  readonly bestS: number;
  /** Step times of all timed plans, summed: the same whatever the order and the machine. */
  readonly checksum: number;
  /** Processor time of all threads, and time on the clock, s. */
  readonly cpuS: number;
  readonly wallS: number;
}

function timed(machine: Machine, space: SearchOptions['space'], exhaustive: boolean): Timed {
  let checksum = 0;
  const score = (_: unknown, stepTimeS: number): number => {
    checksum += stepTimeS;
    return stepTimeS;
  };
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  const { counts, best } = search(machine, { space, top: 1, exhaustive, ...(exhaustive ? { score } : {}) });
  const { user, system } = process.cpuUsage(cpu);
  const wallS = (performance.now() - wall) / 1000;
  return { counts, bestS: best[0]?.stepTimeS ?? Number.NaN, checksum, cpuS: (user + system) / 1e6, wallS };
}

const count = (n: number): string => Math.round(n).toLocaleString('en');

/** Runs before the one that is reported: the compiler has seen all of it then. */
const WARM_UPS = 5;

/** Every strategy of a space, checked for memory and timed where it fits. */
function exhaustive(name: string, machine: Machine): string {
  for (let i = 0; i < WARM_UPS; i++) timed(machine, 'common', true);
  const { counts, checksum, bestS, cpuS, wallS } = timed(machine, 'common', true);
  const { candidates, tooLarge, timed: fitting } = counts;
  return (
    `${name}: ${count(candidates)} distinct strategies (${count(tooLarge)} too large, ${count(fitting)} timed) in ` +
    `${cpuS.toFixed(2)} s of processor time, ${wallS.toFixed(2)} s on the clock: ` +
    `${count(candidates / cpuS)} a second per core; best ${bestS.toFixed(3)} s, checksum ${checksum.toFixed(3)}`
  );
}

function pruned(name: string, machine: Machine): string {
  const { counts, bestS, cpuS, wallS } = timed(machine, 'wide', false);
  return (
    `${name}: ${count(counts.candidates)} candidates of the wide space in ${wallS.toFixed(1)} s on the clock ` +
    `(${cpuS.toFixed(1)} s of processor time), one thread: ${count(counts.bounded)} excluded by their bound, ` +
    `${count(counts.tooLarge)} too large, ${count(counts.timed)} timed; best ${bestS.toFixed(3)} s`
  );
}

export const searchBench = (): readonly string[] => [
  exhaustive('exhaustive, Llama 3 8B on 256 H100', machineOfSpec(roomy)),
  exhaustive('exhaustive, GPT-3 1T on 3,072 A100', machineOfSpec(trillion)),
  pruned('pruned, GPT-3 1T on 3,072 A100', machineOfSpec(trillion)),
];
