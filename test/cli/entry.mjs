// The command from the sources in a way that its threads can be started from too: tsx by --import does not reach them.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('../../src/cli/main.ts');
process.exitCode = await main(process);
