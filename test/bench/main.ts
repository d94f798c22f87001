/**
 * `npm run bench -- [start|search|sweep] [n] [jobs]` (needs `npm run build`): start-up of the command and evaluations a second
 * (the default); the searches; memory and speed of a sweep of n points (default 1,000,000) with so many jobs (default 1).
 */
const [name = 'start', n, jobs = '1'] = process.argv.slice(2);

const say = (lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

if (name === 'start') await import('./start.ts');
else if (name === 'search') say((await import('./search.ts')).searchBench());
else if (name === 'sweep') say(await (await import('./sweep.ts')).sweepBench(Number(n ?? 1_000_000), jobs));
else {
  process.stderr.write(`unknown benchmark ${name}: start, search or sweep\n`);
  process.exitCode = 2;
}
