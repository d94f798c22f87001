import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runInMemory } from './run-in-memory.ts';

/**
 * What `analyze` says about every shipped config, held as text. After a change of the model that is meant:
 * `npx vitest run test/golden -u`, then read the difference.
 */
const configs = new URL('../../configs/', import.meta.url);
const names = readdirSync(configs).filter((name) => name.endsWith('.yaml'));

describe.each(names)('%s', (name) => {
  const text = readFileSync(new URL(name, configs), 'utf8');

  it.each(['table', 'json'])('as %s', async (format) => {
    const { exitCode, stdout, stderr } = await runInMemory(['analyze', name, '--format', format], { [name]: text });
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });

    await expect(stdout).toMatchFileSnapshot(`./outputs/${name.replace(/\.yaml$/, '')}.${format}.golden`);
  });

  it('says the same twice', async () => {
    const argv = ['analyze', name, '--format', 'json'];
    const first = await runInMemory(argv, { [name]: text });
    const second = await runInMemory(argv, { [name]: text });
    expect(second.stdout).toBe(first.stdout);
  });
});

it('ships at least eight designs', () => expect(names.length).toBeGreaterThanOrEqual(8));
