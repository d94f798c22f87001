import { runInMemory } from '../golden/run-in-memory.ts';
import type { FuzzCase } from './campaign.ts';

export interface Verdict {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Diagnostic codes that were shown. */
  readonly codes: readonly string[];
  /** What a user must never see; empty: all is well. */
  readonly faults: readonly string[];
}

const allowed = new Set([0, 2, 3]);
const gateFailed = 1;

/** `--> file:line:column`, or the argument. */
const PLACE = /--> (\S.*:\d+:\d+|--set)$/m;

/** A place, or a complaint about the command line itself. */
const isLocated = (text: string): boolean => PLACE.test(text) || /^(error|usage)/im.test(text);

/** A word that no calculation may print; a design may be named so. */
function wildNumber(stdout: string, { argv, files }: FuzzCase): boolean {
  const given = [...argv, ...Object.values(files).map((file) => Buffer.from(file).toString('latin1'))].join('\n');
  return [...stdout.matchAll(/\b(NaN|Infinity|undefined)\b/g)].some(([word]) => !given.includes(word));
}

function faultsOf(fuzzed: FuzzCase, exitCode: number, stdout: string, stderr: string): string[] {
  const [command] = fuzzed.argv;
  const faults: string[] = [];
  if (!allowed.has(exitCode) && !(command === 'compare' && exitCode === gateFailed))
    faults.push(`exit code ${exitCode}`);
  if (wildNumber(stdout, fuzzed)) faults.push('NaN, Infinity or undefined in the output');
  if (/\n\s+at .*:\d+/.test(stderr)) faults.push('a stack trace');
  if (exitCode === 2 && !isLocated(stderr)) faults.push('exit 2 without a located message');
  if (exitCode === 3 && !PLACE.test(stderr)) faults.push('exit 3 without a located message');
  if (exitCode === 0 && stdout.length === 0) faults.push('exit 0 without output');
  return faults;
}

/** Runs one case in process against files in memory. */
export async function judge(fuzzed: FuzzCase): Promise<Verdict> {
  const { argv, files } = fuzzed;
  const { exitCode, stdout, stderr } = await runInMemory(argv, files);
  const shown: readonly string[] = `${stdout}\n${stderr}`.match(/\bFP\d{3}\b/g) ?? [];
  // People read a failed gate as a line of the table; its code is in the formats for machines.
  const codes = [...new Set(exitCode === gateFailed ? [...shown, 'FP501'] : shown)];
  return { exitCode, stdout, stderr, codes, faults: faultsOf(fuzzed, exitCode, stdout, stderr) };
}
