import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const command = fileURLToPath(new URL('bin/fabricplan.js', root));
const config = fileURLToPath(new URL('configs/h100-1024-superpod.yaml', root));

/** Runs in the measured process before the command: its own peak, in the unit of the platform's getrusage. */
const REPORT = "process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS + '\\n'));";

/** A sweep of so many points over money and batch: rows counted as they stream by, and the most memory the process held. */
async function run(
  points: number,
  jobs: string,
): Promise<{ readonly rows: number; readonly peakMiB: number; readonly seconds: number }> {
  const perAxis = Math.round(points / 1000);
  const axes = [
    `economics.pue=1.05..1.5:${0.45 / (perAxis - 1)}`,
    'economics.electricity_usd_per_kwh=0.05..0.149:0.001',
    'workload.tokens=1e12..10e12:1e12',
  ].flatMap((axis) => ['--vary', axis]);
  const fields = 'training.step_time_s,cost.usd_per_million_tokens,cost.run_usd';
  const args = ['--import', `data:text/javascript,${encodeURIComponent(REPORT)}`, command, 'sweep', config, ...axes];
  const started = performance.now();
  const child = spawn(process.execPath, [...args, '--fields', fields, '--format', 'ndjson', '--jobs', jobs]);
  let [rows, errors] = [0, ''];
  child.stdout.on('data', (chunk: Buffer) => {
    for (const byte of chunk) if (byte === 10) rows++;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const [code] = await once(child, 'close');
  const peak = /peak (\d+)/.exec(errors)?.[1];
  if (code !== 0 || peak === undefined) throw new Error(`the sweep ended with ${code}: ${errors}`);
  return { rows, peakMiB: Number(peak) / 1024, seconds: (performance.now() - started) / 1000 };
}

/** Peak memory of a short sweep and of one with so many points. */
export async function sweepBench(points: number, jobs: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const size of [10_000, points]) {
    const { rows, peakMiB, seconds } = await run(size, jobs);
    lines.push(
      `sweep of ${rows.toLocaleString('en')} points, --jobs ${jobs}: peak RSS ${peakMiB.toFixed(0)} MiB, ${seconds.toFixed(0)} s, ` +
        `${Math.round(rows / seconds).toLocaleString('en')} points a second`,
    );
  }
  return lines;
}
