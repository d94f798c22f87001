import { CODES } from '../../src/diagnostics/codes.ts';
import { campaign } from './campaign.ts';
import { judge } from './judge.ts';

/**
 * `npm run fuzz [-- count [seed]]`: every case ends in exit 0, 2 or 3 with a located message where it is not 0, never in a
 * stack trace or NaN; a good part reaches an evaluation; every diagnostic code is met.
 */
const count = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? 20_261_125);
const leastEvaluated = 0.3;

const exits = new Map<number, number>();
const met = new Set<string>();
const faulty: string[] = [];
let slowestMs = 0;
let slowest = '';

for (const fuzzCase of campaign(count, seed)) {
  const started = performance.now();
  const verdict = await judge(fuzzCase);
  const tookMs = performance.now() - started;
  if (tookMs > slowestMs) [slowestMs, slowest] = [tookMs, fuzzCase.name];
  exits.set(verdict.exitCode, (exits.get(verdict.exitCode) ?? 0) + 1);
  for (const code of verdict.codes) met.add(code);
  if (verdict.faults.length > 0) {
    const spec = new TextDecoder().decode(fuzzCase.files['cluster.yaml'] ?? new Uint8Array());
    faulty.push(
      `${fuzzCase.name} (${fuzzCase.argv.join(' ')}): ${verdict.faults.join('; ')}\n${verdict.stderr.slice(0, 600)}\n${spec.slice(0, 900)}\n`,
    );
  }
}

const unmet = Object.keys(CODES).filter((code) => !met.has(code));
const evaluated = ((exits.get(0) ?? 0) + (exits.get(3) ?? 0)) / count;
const exitText = [...exits]
  .sort(([a], [b]) => a - b)
  .map(([code, n]) => `exit ${code}: ${n}`)
  .join(', ');
process.stdout.write(
  `${faulty.slice(0, 10).join('\n')}${count} specs (seed ${seed}): ${exitText}; ${(100 * evaluated).toFixed(1)} % reached an evaluation; ` +
    `${Object.keys(CODES).length - unmet.length} of ${Object.keys(CODES).length} codes met${unmet.length > 0 ? `, not: ${unmet.join(' ')}` : ''}; ` +
    `slowest ${slowestMs.toFixed(0)} ms (${slowest}); ${faulty.length} faults\n`,
);
if (faulty.length > 0 || unmet.length > 0 || evaluated < leastEvaluated) process.exitCode = 1;
