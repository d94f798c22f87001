import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CODES } from '../../src/diagnostics/codes.ts';
import { type Tally, tally } from './tally.ts';

/**
 * `npm run fuzz [-- count [seed]]`: every case ends in exit 0, 2 or 3 with a located message where it is not 0, never in a
 * stack trace or NaN; a good part reaches an evaluation; every diagnostic code is met. The work is split over processes.
 */
const [count = 10_000, seed = 20_261_125, worker, workers = Math.min(4, availableParallelism())] = process.argv
  .slice(2)
  .map(Number);
const leastEvaluated = 0.3;
const mostShown = 10;

async function startWorker(index: number): Promise<Tally> {
  const args = [...process.execArgv, fileURLToPath(import.meta.url), ...[count, seed, index, workers].map(String)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 28 });
  return JSON.parse(stdout) as Tally;
}

function report(tallies: readonly Tally[]): void {
  const ofExit = (code: number): number => tallies.reduce((sum, { exits }) => sum + (exits[code] ?? 0), 0);
  const exits = [...new Set(tallies.flatMap((t) => Object.keys(t.exits)))].map(Number).sort((a, b) => a - b);
  const faults = tallies.flatMap((t) => t.faults);
  const met = new Set(tallies.flatMap(({ codes }) => codes));
  const all = Object.keys(CODES);
  const unmet = all.filter((code) => !met.has(code));
  const evaluated = (ofExit(0) + ofExit(3)) / count;
  const slowest = tallies.map((t) => t.slowest).reduce((a, b) => (b.ms > a.ms ? b : a));
  process.stdout.write(
    [
      ...faults.slice(0, mostShown),
      `${count} specs (seed ${seed}): ${exits.map((code) => `exit ${code}: ${ofExit(code)}`).join(', ')}`,
      `${(100 * evaluated).toFixed(1)} % reached an evaluation; slowest ${slowest.ms.toFixed(0)} ms (${slowest.name})`,
      `${all.length - unmet.length} of ${all.length} codes met${unmet.length > 0 ? `, not: ${unmet.join(' ')}` : ''}`,
      `${faults.length} faults\n`,
    ].join('\n'),
  );
  if (faults.length > 0 || unmet.length > 0 || evaluated < leastEvaluated) process.exitCode = 1;
}

if (worker === undefined) report(await Promise.all(Array.from({ length: workers }, (_, index) => startWorker(index))));
else process.stdout.write(JSON.stringify(await tally(count, seed, worker, workers)));
