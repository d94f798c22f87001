import { readFileSync } from 'node:fs';
import { healthOf } from '../../src/collectives/calibration/health.ts';
import { calibrate } from '../../src/collectives/calibration/profile.ts';
import { collectiveModel } from '../../src/collectives/model.ts';
import type { CollectiveCase } from './collective-cases.ts';

/** What is said about one log whose truth is known. */
export interface RecognisedLog {
  readonly id: string;
  readonly truth: string;
  readonly said: string;
  readonly slowdown: number | null;
  readonly right: boolean;
}

const textOf = (log: string): string => readFileSync(new URL(`./data/nccl/${log}.txt`, import.meta.url), 'utf8');

/** Logs whose source states a wrong number of ranks; the copies here have it corrected, so it is put back. */
const MISLABELLED: readonly (readonly [string, number, number])[] = [
  ['gb200-2rack-128g-allreduce-coreweave', 128, 144],
  ['h100-coreweave-12n96g-allreduce-sharp', 96, 64],
  ['a100-coreweave-4n32g-allreduce-sharp', 32, 128],
];

function mislabelled(): readonly RecognisedLog[] {
  return MISLABELLED.map(([id, ranks, label]) => {
    const text = textOf(id).replace(`ranks="${ranks}"`, `ranks="${label}"`);
    const { curves, warnings } = calibrate([{ name: id, text }]);
    const warned = warnings.some(({ message }) => message.startsWith(`the text says ${label} ranks`));
    const found = curves[0]?.ranks;
    return {
      id,
      truth: `${ranks} ranks, labelled ${label}`,
      said: `${found} ranks${warned ? ', label refused' : ''}`,
      slowdown: null,
      right: warned && found === ranks,
    };
  });
}

function judged(entry: CollectiveCase): RecognisedLog {
  const { id, state, op, points, ranks, interconnect } = entry;
  const { verdict, slowdown } = healthOf(points, op, { ranks, stride: 1 }, collectiveModel(interconnect));
  const noisy =
    entry.log !== null &&
    calibrate([{ name: id, text: textOf(entry.log) }]).warnings.some(({ message }) => message.includes('noisy'));
  const right =
    state === 'jittery' ? noisy : state === 'degraded' ? verdict === 'slow' : state !== 'default' || !unlike(verdict);
  return { id, truth: state, said: noisy ? `noisy, ${verdict}` : verdict, slowdown, right };
}

const unlike = (verdict: string): boolean => verdict === 'slow' || verdict === 'fast';

/** Every log that is not healthy or not called so, and the mislabelled ones. */
export function recognised(cases: readonly CollectiveCase[]): readonly RecognisedLog[] {
  const measured = cases
    .map(judged)
    .filter(({ truth, said, right }) => !right || truth === 'degraded' || truth === 'jittery' || unlike(said));
  return [...measured, ...mislabelled()];
}
