import { describe, expect, it } from 'vitest';
import { registry } from '../../src/cli/registry.ts';
import { version } from '../../src/cli/version.ts';
import { cli } from './fake-io.ts';

describe('usage', () => {
  it.each(['--version', '-V'])('%s prints the version alone', async (flag) => {
    expect(await cli([flag])).toMatchObject({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('shows two examples first when nothing is asked, on stderr', async () => {
    const { exitCode, stdout, stderr } = await cli([]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr.split('\n').slice(0, 3)).toEqual([
      'Examples:',
      '  fabricplan init > cluster.yaml',
      '  fabricplan analyze cluster.yaml',
    ]);
  });

  it('shows help on stdout when it is asked for', async () => {
    const { exitCode, stdout, stderr } = await cli(['--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const { name } of registry) expect(stdout).toContain(`  ${name} `);
  });

  it.each(registry.map(({ name }) => [name]))('keeps the help of %s below 25 lines', async (name) => {
    const { stdout } = await cli([name, '--help']);
    expect(stdout.trimEnd().split('\n').length).toBeLessThan(25);
    expect(stdout).toContain('Examples:');
  });

  it('gives every command one line of the overview', async () => {
    const { stdout } = await cli(['--help']);
    expect(stdout.trimEnd().split('\n').length).toBeLessThan(16 + registry.length);
    expect(stdout).toContain('Examples:');
  });

  it.each([
    ['a wrong command', ['analize'], 'FP401', 'Did you mean analyze?'],
    ['a wrong option', ['analyze', 'c.yaml', '--fromat', 'json'], 'FP401', 'Did you mean --format?'],
    ['a missing argument', ['analyze'], 'FP401', 'spec'],
    ['one argument too many', ['analyze', 'a.yaml', 'b.yaml'], 'FP401', 'too many'],
    ['an option without its value', ['catalog', '--format'], 'FP401', '--format'],
    ['a wrong format', ['catalog', '--format', 'yaml'], 'FP404', 'table, json, csv'],
    ['a wrong colour', ['catalog', '--color', 'blue'], 'FP401', 'auto, always, never'],
  ])('refuses %s', async (_, argv, code, words) => {
    const { exitCode, stdout, stderr } = await cli(argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(`error[${code}]`);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('a bug of ours', () => {
  it('shows its stack, asks for a report and exits 70', async () => {
    const stdout = {
      isTTY: false,
      write: () => {
        throw new TypeError('planted');
      },
      drained: async () => undefined,
    };
    const { exitCode, stderr } = await cli(['catalog'], { io: { stdout } });
    expect(exitCode).toBe(70);
    expect(stderr).toMatch(/TypeError: planted\n\s+at /);
    expect(stderr).toContain('Please report it');
  });
});

describe('Ctrl-C', () => {
  it('ends with 130 while standard input is waited for', async () => {
    const interrupt = new AbortController();
    const readStdin = (): Promise<Uint8Array> => {
      interrupt.abort();
      return new Promise(() => undefined);
    };
    const { exitCode, stdout } = await cli(['render', '-'], { signal: interrupt.signal, io: { readStdin } });
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
  });
});

describe('colour', () => {
  const escapeCode = '\u001b[';

  it('is judged for each stream on its own', async () => {
    const terminal = { stdout: false, stderr: true };
    expect((await cli(['catalog', 'gpu'], { terminal })).stderr).toContain(escapeCode);
    expect((await cli(['catalog', 'gpus'], { terminal })).stdout).not.toContain(escapeCode);
  });

  it.each([
    ['before', ['--color', 'always', 'catalog']],
    ['behind', ['catalog', '--color=always']],
  ])('may be asked for %s the command', async (_, argv) => {
    expect((await cli(argv)).stdout).toContain(escapeCode);
  });
});
