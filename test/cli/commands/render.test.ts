import { describe, expect, it } from 'vitest';
import { painter } from '../../../src/cli/color.ts';
import { formatNames, loadReporter } from '../../../src/report/formats.ts';
import { fitting, tooLarge } from '../../report/fixture.ts';
import { cli } from '../fake-io.ts';

const plain = { paint: painter('never', {}, false), all: false };
const files = { 'r.json': JSON.stringify(fitting), 'big.json': JSON.stringify(tooLarge) };

describe('render', () => {
  it.each(formatNames)('gives the same %s as the first time', async (format) => {
    const { exitCode, stdout, stderr } = await cli(['render', 'r.json', '--format', format], { files });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toBe((await loadReporter(format))(fitting, plain).output);
  });

  it('reads standard input', async () => {
    const { stdout } = await cli(['render', '-', '--format', 'csv'], { stdin: files['r.json'] });
    expect(stdout).toMatch(/^field,value,unit,note\r\n/);
  });

  it('calls standard input by its name, and refuses text that would move the cursor', async () => {
    expect((await cli(['render', '-'], { stdin: '[' })).stderr).toContain('"<stdin>" is not JSON');
    const named = JSON.stringify({ ...fitting, name: '\u001b[2Jgone' });
    const { exitCode, stdout, stderr } = await cli(['render', '-'], { stdin: named });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('control character');
    expect(stderr).not.toContain('\u001b');
  });

  it.each([
    [['r.json', '-o', 'a.json', '-o', './a.json'], 'given twice'],
    [['r.json', '-o', './r.json'], 'write over what is read'],
  ])('refuses the outputs of %j', async (argv, words) => {
    const { exitCode, stderr, written } = await cli(['render', ...argv], { files });
    expect({ exitCode, written }).toEqual({ exitCode: 2, written: {} });
    expect(stderr).toContain(words);
  });

  it('exits 3 again for a plan that does not fit', async () => {
    expect((await cli(['render', 'big.json'], { files })).exitCode).toBe(3);
  });

  it('writes several files and still prints', async () => {
    const argv = ['render', 'r.json', '-o', 'a.json', '-o', 'a.csv', '--output', 'a.md'];
    const { exitCode, stdout, written } = await cli(argv, { files, env: { FORCE_COLOR: '1' } });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('fits (71.2 of 80 GiB per GPU)');
    expect(Object.keys(written)).toEqual(['a.json', 'a.csv', 'a.md']);
    expect(JSON.parse(written['a.json'] ?? '')).toEqual(fitting);
    expect(Object.values(written).join('')).not.toContain('\u001b');
  });

  it.each([
    ['an ending without a format', ['-o', 'a.yaml'], 'FP404', '.json'],
    ['a file that cannot be written', ['-o', 'a.json', '-o', 'locked.json'], 'FP403', 'permission denied'],
    ['the same file twice', ['-o', 'a.json', '-o', 'a.json'], 'FP401', 'twice'],
  ])('refuses %s before it does anything', async (_, outputs, code, words) => {
    const { exitCode, stdout, stderr, written } = await cli(['render', 'r.json', ...outputs], {
      files,
      locked: ['locked.json'],
    });
    expect({ exitCode, stdout, written }).toEqual({ exitCode: 2, stdout: '', written: {} });
    expect(stderr).toContain(code);
    expect(stderr).toContain(words);
  });

  it.each([
    ['no JSON', '{'],
    ['another JSON', '{"a":1}'],
    ['another major version', JSON.stringify({ ...fitting, format_version: '2.0' })],
    ['a hostile one', '{"__proto__":{"x":1}}'],
    ['nothing', ''],
  ])('refuses %s', async (_, text) => {
    const { exitCode, stderr } = await cli(['render', 'x.json'], { files: { 'x.json': text } });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('"x.json"');
  });

  it('says that a file is missing', async () => {
    const { exitCode, stderr } = await cli(['render', 'gone.json']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('cannot read "gone.json": no such file');
  });
});
