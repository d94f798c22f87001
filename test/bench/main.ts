/**
 * `npm run bench -- [start|search|sweep] [n]` (needs `npm run build`): start-up of the command and evaluations a second (the
 * default); the searches; memory of a sweep of n points (default 1,000,000).
 */
const [name = 'start', n] = process.argv.slice(2);

const say = (lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

if (name === 'start') await import('./start.ts');
else if (name === 'search') say((await import('./search.ts')).searchBench());
else if (name === 'sweep') say(await (await import('./sweep.ts')).sweepBench(Number(n ?? 1_000_000)));
else {
  process.stderr.write(`unknown benchmark ${name}: start, search or sweep\n`);
  process.exitCode = 2;
}
