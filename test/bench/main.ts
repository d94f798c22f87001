import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { evaluate } from '../../src/evaluation/evaluate.ts';
import { buildMachine, trainingOn } from '../../src/evaluation/machine.ts';
import { timeStep } from '../../src/training/step.ts';
import { planOfSpec } from '../validation/plan-of-spec.ts';
import { startup } from './startup.ts';

/** `npm run bench [-- runs]` (needs `npm run build`): start-up of the command and evaluations a second. */
const runs = Number(process.argv[2] ?? 21);
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
