import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { builtinCatalog } from '../../../src/catalog/builtin.ts';
import { resolveSpec } from '../../../src/spec/resolve.ts';
import { cli } from '../fake-io.ts';

const log = (name: string): string =>
  readFileSync(new URL(`../../validation/data/nccl/${name}.txt`, import.meta.url), 'utf8');
const SPEC = `gpus: { type: h100-sxm, count: 64 }
nics: { type: cx7-400 }
topology: { kind: rail-optimized }
workload: { model: llama-3.1-8b, sequence_length: 8192, global_batch: 64, parallelism: { tensor: 1 } }
`;
const files = {
  'two.log': log('h100-2n16g-allreduce-issue309'),
  'four.log': log('h100-4n32g-allreduce-issue309'),
  'sick.log': log('h100-aws-p5-2n16g-allreduce-efa-eks'),
  'notes.txt': 'nothing measured\n',
  'c.yaml': SPEC,
};

describe('calibrate', () => {
  it('writes a profile that a spec takes', async () => {
    const outcome = await cli(['calibrate', 'two.log', 'four.log', '-o', 'profile.yaml'], { files });
    expect(outcome.exitCode).toBe(0);
    expect(outcome.stdout).toMatch(/four\.log +all-reduce +32 +4 +32/);
    expect(outcome.stdout).toMatch(/size left out/);
    const text = outcome.written['profile.yaml'] ?? '';
    const { plan } = resolveSpec({
      text: `${SPEC}profile: profile.yaml\n`,
      file: 'c.yaml',
      catalog: builtinCatalog,
      readFile: () => new TextEncoder().encode(text),
      overrides: [],
    });
    expect(plan?.calibration?.entries.map(({ op, ranks }) => `${op} ${ranks}`)).toEqual([
      'all-reduce 16',
      'all-reduce 32',
    ]);
  });

  it('says what is not carried over', async () => {
    const pair = await cli(['calibrate', 'two.log'], { files });
    expect(pair.stdout).toMatch(/not carried to three nodes and more: on two every tree sends S/);
    const both = await cli(['calibrate', 'two.log', 'four.log'], { files });
    expect(both.stdout).not.toMatch(/three nodes/);
  });

  it('judges the health of a log by the cluster it comes from', async () => {
    const health = async (name: string) => {
      const { stdout } = await cli(['calibrate', name, '--spec', 'c.yaml', '--format', 'json'], { files });
      return JSON.parse(stdout).logs[0].health;
    };
    expect(await health('two.log')).toBe('as expected');
    expect(await health('sick.log')).toBe('slow');
  });

  it('reads standard input, and prints the profile where that is asked for', async () => {
    const { stdout, exitCode } = await cli(['calibrate', '-', '--format', 'yaml'], { files, stdin: files['two.log'] });
    expect(exitCode).toBe(0);
    expect(parse(stdout)).toMatchObject({ format_version: '1.0', entries: [{ op: 'all-reduce', ranks: 16 }] });
  });

  it('reads what a Windows shell redirects, and asks to unpack what is compressed', async () => {
    const binary = {
      'wide.log': Uint8Array.from(Buffer.from(`\ufeff${files['two.log']}`, 'utf16le')),
      'two.log.gz': Uint8Array.from([0x1f, 0x8b, 0x08, 0x00]),
    };
    const wide = await cli(['calibrate', 'wide.log'], { binary });
    expect(wide.stdout).toMatch(/wide\.log +all-reduce +16 +2 +32/);
    const packed = await cli(['calibrate', 'two.log.gz'], { binary });
    expect(packed.exitCode).toBe(2);
    expect(packed.stderr).toMatch(/is compressed.*\n.*gunzip/);
  });

  it('names what it refuses, and writes nothing where nothing is left', async () => {
    const some = await cli(['calibrate', 'notes.txt', 'two.log'], { files });
    expect(some.exitCode).toBe(0);
    expect(some.stderr).toMatch(/warning\[FP905\]: notes\.txt: holds no row/);
    const none = await cli(['calibrate', 'notes.txt', '-o', 'p.yaml'], { files });
    expect(none.exitCode).toBe(2);
    expect(none.written).toEqual({});
  });

  it.each([
    [['calibrate', 'gone.log'], /gone\.log.*no such file/],
    [['calibrate', 'two.log', '-o', 'p.json'], /says no format/],
    [['calibrate', 'two.log', '--op', 'all_reduce'], /no operation.*\n.*all-reduce/],
    [['calibrate', 'two.log', '--ranks', '1'], /--ranks/],
    [['calibrate', 'two.log', '--per-node', 'x'], /--per-node/],
  ])('%s is a mistake of use', async (argv, words) => {
    const { exitCode, stderr } = await cli(argv, { files });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(words);
  });
});
