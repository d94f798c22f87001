import { spawnSync } from 'node:child_process';
import { median } from '../validation/statistics.ts';

function runMs(args: readonly string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - started;
}

export interface Startup {
  readonly bareMs: number;
  readonly commandMs: number;
  /** Median command over median bare Node: independent of the machine, to first order. */
  readonly ratio: number;
}

/** Bare Node and the command take turns, so that both see the same machine. */
export function startup(args: readonly string[], runs: number): Startup {
  const bare: number[] = [];
  const command: number[] = [];
  for (let i = 0; i <= runs; i++) {
    const a = runMs(['-e', '0']);
    const b = runMs(args);
    // The first pair warms the file cache.
    if (i > 0) {
      bare.push(a);
      command.push(b);
    }
  }
  const bareMs = median(bare) ?? 0;
  const commandMs = median(command) ?? 0;
  return { bareMs, commandMs, ratio: commandMs / bareMs };
}
