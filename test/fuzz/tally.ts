import { campaign } from './campaign.ts';
import { judge } from './judge.ts';

/** What one worker found. */
export interface Tally {
  readonly exits: Record<number, number>;
  readonly codes: string[];
  readonly faults: string[];
  readonly slowest: { readonly name: string; readonly ms: number };
}

const lines = (text: string, count: number): string => text.split('\n').slice(0, count).join('\n');

/** Every `workers`-th case of a campaign, starting with the one numbered `worker`. */
export async function tally(count: number, seed: number, worker: number, workers: number): Promise<Tally> {
  const exits: Record<number, number> = {};
  const codes = new Set<string>();
  const faults: string[] = [];
  let slowest = { name: '', ms: 0 };
  for (const [index, fuzzCase] of campaign(count, seed).entries()) {
    if (index % workers !== worker) continue;
    const started = performance.now();
    const verdict = await judge(fuzzCase);
    const ms = performance.now() - started;
    if (ms > slowest.ms) slowest = { name: fuzzCase.name, ms };
    exits[verdict.exitCode] = (exits[verdict.exitCode] ?? 0) + 1;
    for (const code of verdict.codes) codes.add(code);
    if (verdict.faults.length > 0) {
      const spec = new TextDecoder().decode(fuzzCase.files['cluster.yaml'] ?? new Uint8Array());
      const title = `${fuzzCase.name} (${fuzzCase.argv.join(' ')}): ${verdict.faults.join('; ')}`;
      faults.push(`${title}\n${lines(verdict.stderr, 12)}\n${lines(spec, 50)}\n`);
    }
  }
  return { exits, codes: [...codes], faults, slowest };
}
