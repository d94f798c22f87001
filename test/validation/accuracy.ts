import { readRows, setNames } from './rows.ts';
import { isScored, scoreRow, type Unit, unitsOf } from './score.ts';
import { summarizeErrors } from './statistics.ts';
import { percent, signedPercent } from './text-table.ts';

/** Configurations whose source states everything that decides the step time. */
function completeUnits(): Unit[] {
  const rows = setNames('training').flatMap((set) => readRows('training', set));
  return unitsOf(
    rows
      .filter((row) => row.complete)
      .map(scoreRow)
      .filter(isScored),
  );
}

const generationNames: Readonly<Record<string, string>> = {
  ampere: 'A100',
  hopper: 'H100, H200',
  blackwell: 'B200, GB200',
  'blackwell-ultra': 'B300, GB300',
};

/** The accuracy table of the README: step time, predicted over measured - 1. */
export function accuracyTable(): string {
  const units = completeUnits();
  const lines: string[][] = [['configurations', 'n', 'median', 'mean', 'bias', '90 % within']];
  const add = (name: string, members: readonly Unit[]): void => {
    const s = summarizeErrors(members.map(({ error }) => error));
    const { medianAbsolute, meanAbsolute, bias, p90Absolute } = s;
    if (s.n > 0) {
      lines.push([
        name,
        String(s.n),
        percent(medianAbsolute),
        percent(meanAbsolute),
        signedPercent(bias),
        percent(p90Absolute),
      ]);
    }
  };
  for (const [label, tuned] of [
    ['tuned', true],
    ['untuned', false],
  ] as const) {
    const members = units.filter(({ sample }) => sample.tuned === tuned);
    add(`**${label}**, all`, members);
    for (const [generation, name] of Object.entries(generationNames)) {
      add(
        `${label}, ${name}`,
        members.filter(({ sample }) => sample.generation === generation),
      );
    }
    for (const kind of ['dense', 'MoE'])
      add(
        `${label}, ${kind}`,
        members.filter(({ sample }) => sample.architecture === kind),
      );
  }
  const [head, ...rest] = lines as [string[], ...string[][]];
  return [head, head.map(() => '---'), ...rest].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
