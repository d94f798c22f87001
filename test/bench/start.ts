import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { evaluate } from '../../src/evaluation/evaluate.ts';
import { buildMachine, trainingOn } from '../../src/evaluation/machine.ts';
import { timeStep } from '../../src/training/step.ts';
import { planOfSpec } from '../validation/plan-of-spec.ts';
import { startup } from './startup.ts';
import { topologyRatios } from './topologies.ts';

/** `npm run bench -- start [runs]` (needs `npm run build`): start-up of the command and evaluations a second. */
const runs = Number(process.argv[3] ?? 21);
const root = new URL('../../', import.meta.url);
const config = 'configs/h100-16384-llama-3.1-405b.yaml';
const command = fileURLToPath(new URL('bin/fabricplan.js', root));
const file = fileURLToPath(new URL(config, root));

function perSecond(once: () => void): number {
  for (let i = 0; i < 50; i++) once();
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < 2000) {
    for (let i = 0; i < 20; i++) once();
    count += 20;
  }
  return (1000 * count) / (performance.now() - started);
}

const analyze = startup([command, 'analyze', file], runs);
const version = startup([command, '--version'], runs);
process.stdout.write(
  `analyze ${config}: ${analyze.commandMs.toFixed(0)} ms, node -e 0: ${analyze.bareMs.toFixed(0)} ms, ratio ${analyze.ratio.toFixed(2)} ` +
    `(medians of ${runs} interleaved runs)\n` +
    `--version: ${version.commandMs.toFixed(0)} ms, ratio ${version.ratio.toFixed(2)}\n`,
);

const resolved = planOfSpec(parse(readFileSync(file, 'utf8')) as Record<string, unknown>);
if (!resolved.ok || resolved.plan.layout === null)
  throw new Error(`${config} does not resolve to a plan with a layout`);
const { plan } = resolved;
const layout = resolved.plan.layout;
const built = buildMachine(plan);
if (!built.ok) throw new Error(built.refusal.message);
const context = trainingOn(built.machine);
process.stdout.write(
  `in process, one core: ${perSecond(() => void evaluate(plan, layout)).toFixed(0)} full evaluations/s, ` +
    `${perSecond(() => void timeStep(context, layout)).toFixed(0)} timed layouts/s\n`,
);

process.stdout.write(topologyRatios());

const commandRatio = (spec: string): number => startup([command, 'topology', spec, '--format', 'json'], runs).commandMs;
const folder = mkdtempSync(join(tmpdir(), 'fabricplan-bench-'));
const [thousand, million] = [1024, 1_000_000].map((gpus) => {
  const path = join(folder, `${gpus}.yaml`);
  writeFileSync(
    path,
    `gpus: { type: h100-sxm, count: ${gpus} }\nnics: { type: cx7-400 }\ntopology: { kind: fat-tree }\n` +
      'workload: { model: llama-3.1-8b, sequence_length: 4096, global_batch: 1000000 }\n',
  );
  return commandRatio(path);
}) as [number, number];
rmSync(folder, { recursive: true });
process.stdout.write(
  `topology of 1,000,000 GPUs: ${million.toFixed(0)} ms, of 1,024: ${thousand.toFixed(0)} ms, ratio ${(million / thousand).toFixed(2)}\n`,
);
