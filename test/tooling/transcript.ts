import { runInMemory } from '../golden/run-in-memory.ts';

/** What a newcomer types, in order; `shown` picks lines of the output, as the pipe in the text does. */
interface Line {
  readonly text: string;
  readonly argv: readonly string[];
  readonly into?: string;
  readonly shown?: (lines: readonly string[]) => readonly string[];
}

const tail =
  (count: number) =>
  (lines: readonly string[]): readonly string[] =>
    lines.slice(-count);
const head =
  (count: number) =>
  (lines: readonly string[]): readonly string[] =>
    lines.slice(0, count);

const analyze = ['analyze', 'cluster.yaml'];
const session: readonly Line[] = [
  {
    text: 'fabricplan init --gpu h100-sxm --gpus 1024 > cluster.yaml',
    argv: ['init', '--gpu', 'h100-sxm', '--gpus', '1024'],
    into: 'cluster.yaml',
  },
  { text: 'fabricplan analyze cluster.yaml | head -n 22', argv: analyze, shown: head(22) },
  { text: 'fabricplan analyze cluster.yaml | tail -n 5', argv: analyze, shown: tail(5) },
  {
    text: 'fabricplan analyze cluster.yaml --set topology.oversubscription=8 | tail -n 5',
    argv: [...analyze, '--set', 'topology.oversubscription=8'],
    shown: tail(5),
  },
  { text: 'fabricplan topology cluster.yaml | head -n 6', argv: ['topology', 'cluster.yaml'], shown: head(6) },
  {
    text: 'fabricplan collective cluster.yaml --op all-reduce --sizes 1M,64M,1G',
    argv: ['collective', 'cluster.yaml', '--op', 'all-reduce', '--sizes', '1M,64M,1G'],
  },
  {
    text: 'fabricplan analyze cluster.yaml --explain training.tokens_per_s',
    argv: [...analyze, '--explain', 'training.tokens_per_s'],
  },
  { text: 'sed s/h100-sxm/h1OO-sxm/ cluster.yaml | fabricplan analyze -', argv: ['analyze', '-'] },
];

/** Runs the session in process; stdout and stderr appear as on a terminal. */
export async function transcript(): Promise<string> {
  const files: Record<string, string> = {};
  const parts: string[] = ['```console'];
  for (const { text, argv, into, shown } of session) {
    const stdin = (files['cluster.yaml'] ?? '').replaceAll('h100-sxm', 'h1OO-sxm');
    const { stdout, stderr, exitCode } = await runInMemory(argv, files, stdin);
    if (into !== undefined) files[into] = stdout;
    const lines = `${stderr}${into === undefined ? stdout : ''}`.trimEnd().split('\n');
    const output = (shown === undefined ? lines : shown(lines)).join('\n');
    parts.push(
      `$ ${text}`,
      ...(output === '' ? [] : [output]),
      ...(exitCode === 0 ? [] : ['$ echo $?', String(exitCode)]),
      '',
    );
  }
  return [...parts.slice(0, -1), '```'].join('\n');
}
