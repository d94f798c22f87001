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

/** `--> file:line:column`, or a complaint about the command line itself. */
const isLocated = (text: string): boolean => /--> \S.*:\d+:\d+/.test(text) || /^(error|usage)/im.test(text);

function faultsOf(command: string | undefined, exitCode: number, stdout: string, stderr: string): string[] {
  const faults: string[] = [];
  if (!allowed.has(exitCode) && !(command === 'compare' && exitCode === gateFailed))
    faults.push(`exit code ${exitCode}`);
  if (/\b(NaN|Infinity|undefined)\b/.test(stdout)) faults.push('NaN, Infinity or undefined in the output');
  if (/\n\s+at .*:\d+/.test(stderr)) faults.push('a stack trace');
  if (exitCode === 2 && !isLocated(stderr)) faults.push('exit 2 without a located message');
  if (exitCode === 3 && !/--> \S.*:\d+:\d+/.test(stderr)) faults.push('exit 3 without a located message');
  if (exitCode === 0 && stdout.length === 0) faults.push('exit 0 without output');
  return faults;
}

/** Runs one case in process against files in memory. */
export async function judge({ argv, files }: FuzzCase): Promise<Verdict> {
  const { exitCode, stdout, stderr } = await runInMemory(argv, files);
  const shown: readonly string[] = `${stdout}\n${stderr}`.match(/\bFP\d{3}\b/g) ?? [];
  // People read a failed gate as a line of the table; its code is in the formats for machines.
  const codes = [...new Set(exitCode === gateFailed ? [...shown, 'FP501'] : shown)];
  return { exitCode, stdout, stderr, codes, faults: faultsOf(argv[0], exitCode, stdout, stderr) };
}
