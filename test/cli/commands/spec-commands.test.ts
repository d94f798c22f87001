import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cli } from '../fake-io.ts';

const minimal = readFileSync(new URL('../../../configs/minimal.yaml', import.meta.url), 'utf8');
const broken = minimal.replace('h100-sxm', 'h1OO-sxm').replace('oversubscription', 'oversubscriptoin');
const files = { 'c.yaml': minimal, 'broken.yaml': broken };

describe('validate', () => {
  it('is content with a good spec and prints no data', async () => {
    expect(await cli(['validate', 'c.yaml'], { files })).toMatchObject({ exitCode: 0, stdout: '' });
  });

  it('lists every mistake at once on stdout', async () => {
    const { exitCode, stdout, stderr } = await cli(['validate', 'broken.yaml'], { files });
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
    expect(stdout).toContain('error[FP102]');
    expect(stdout).toContain('error[FP101]');
    expect(stdout).toContain('2 errors in broken.yaml');
  });

  it.each([
    [['topology.oversubscription=[1,7]'], 2, 'FP215'],
    [['gpus.count=1016'], 2, 'use global_batch 1016 or 1143, or 1008 or 1024 GPUs'],
    [['gpus.count=8'], 3, 'FP303'],
    [['workload.parallelism={tensor: 1}'], 3, 'FP301'],
    [['topology.kind=single-switch'], 3, 'FP302'],
    [['power.facility_cap=100 kW'], 3, 'FP305'],
  ])('also finds what keeps the plan from running: %j', async (set, code, words) => {
    const argv = ['c.yaml', ...set.flatMap((one) => ['--set', one])];
    const validated = await cli(['validate', ...argv], { files });
    expect(validated.exitCode).toBe(code);
    expect(validated.stdout).toContain(words);
    const analyzed = await cli(['analyze', ...argv], { files });
    expect({ exitCode: analyzed.exitCode, stderr: analyzed.stderr }).toEqual({
      exitCode: code,
      stderr: validated.stdout,
    });
  });

  it('annotates the same lines for GitHub', async () => {
    const { stdout } = await cli(['validate', 'broken.yaml', '--format', 'github'], { files });
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(stdout).toMatch(/^::error file=broken\.yaml,line=\d+,/);
  });

  it.each(['json', 'sarif'])('speaks %s', async (format) => {
    const { exitCode, stdout } = await cli(['validate', 'broken.yaml', '--format', format], { files });
    expect(exitCode).toBe(2);
    expect(JSON.stringify(JSON.parse(stdout))).toContain('FP102');
  });
});

describe('schema', () => {
  it.each([
    [['schema'], 'gpus'],
    [['schema', 'spec'], 'topology'],
    [['schema', 'result'], 'training'],
  ])('%j has its keys', async (argv, key) => {
    const { exitCode, stdout } = await cli(argv);
    expect(exitCode).toBe(0);
    const schema = JSON.parse(stdout) as { $schema: string; properties: Record<string, unknown> };
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.properties).toHaveProperty(key);
  });

  it.each(['gate', '__proto__', 'toString'])('has no %s', async (name) => {
    expect((await cli(['schema', name])).exitCode).toBe(2);
  });
});

describe('init', () => {
  it.each([[[]], [['--gpu', 'mi300x', '--gpus', '64']], [['--gpu', 'a100-80-sxm']]])(
    'with %j writes a spec that runs',
    async (argv) => {
      const { exitCode, stdout } = await cli(['init', ...argv]);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^# yaml-language-server: \$schema=/);
      const run = await cli(['analyze', '-'], { stdin: stdout });
      expect(run.stderr.replace(/^(note|warning)/gm, '')).not.toContain('error[');
      expect(run.exitCode).toBe(0);
    },
  );

  it.each([
    [['--gpu', 'h1OO-sxm'], 'did you mean "h100-sxm"'],
    [['--gpus', 'many'], 'whole number'],
    [['--gpus', '0'], 'whole number'],
    [['--gpus', '-8'], '--gpus'],
  ])('refuses %j', async (argv, words) => {
    const { exitCode, stdout, stderr } = await cli(['init', ...argv]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(words);
  });
});

describe('topology', () => {
  it('gives fabric and bill of materials whose subtotals are count times unit', async () => {
    const { exitCode, stdout } = await cli(['topology', 'c.yaml', '--format', 'json'], { files });
    expect(exitCode).toBe(0);
    const { fabric, bill_of_materials: bill } = JSON.parse(stdout) as {
      fabric: { switches: number };
      bill_of_materials: {
        kind: string;
        count: number;
        unit_price_usd: { typical: number | null } | null;
        unit_power_w: number | null;
        subtotal_usd: number | null;
        subtotal_w: number | null;
      }[];
    };
    const switches = bill.filter(({ kind }) => kind === 'switch').reduce((sum, line) => sum + line.count, 0);
    expect(switches).toBe(fabric.switches);
    for (const line of bill) {
      const price = line.unit_price_usd?.typical ?? null;
      if (price !== null) expect(line.subtotal_usd).toBeCloseTo(price * line.count, 6);
      if (line.unit_power_w !== null) expect(line.subtotal_w).toBeCloseTo(line.unit_power_w * line.count, 6);
    }
  });

  it('lists the same lines as CSV and as a table', async () => {
    const csv = (await cli(['topology', 'c.yaml', '--format', 'csv'], { files })).stdout;
    expect(csv).toMatch(/^item,kind,count,unit_price_usd\.low,/);
    const { stdout } = await cli(['topology', 'c.yaml'], { files });
    expect(stdout).toMatch(/ leaf +\d+ /);
    for (const line of csv.trimEnd().split('\r\n').slice(1)) expect(stdout).toContain(line.split(',')[0] ?? '');
  });

  it('exits 3 for a fabric that cannot be built', async () => {
    const argv = ['topology', 'c.yaml', '--set', 'topology={ kind: single-switch }'];
    expect((await cli(argv, { files })).exitCode).toBe(3);
  });
});

interface Curve {
  readonly ranks: number;
  readonly rows: readonly {
    readonly bytes: number;
    readonly time_s: number;
    readonly algbw_bytes_per_s: number;
    readonly busbw_bytes_per_s: number;
    readonly alpha_s: number;
    readonly beta_s: number;
  }[];
}

describe('collective', () => {
  const curve = async (...argv: string[]): Promise<Curve> =>
    JSON.parse((await cli(['collective', 'c.yaml', '--format', 'json', ...argv], { files })).stdout) as Curve;

  it.each([
    ['all-reduce', 2 * (15 / 16)],
    ['all-gather', 15 / 16],
    ['all-to-all', 15 / 16],
    ['broadcast', 1],
    ['send-recv', 1],
  ])('%s: algbw is bytes over time, busbw follows nccl-tests', async (op, factor) => {
    const { rows } = await curve('--op', op, '--ranks', '16', '--sizes', '1M..1G');
    expect(rows).toHaveLength(11);
    for (const row of rows) {
      expect(row.algbw_bytes_per_s).toBeCloseTo(row.bytes / row.time_s, 3);
      expect(row.busbw_bytes_per_s / row.algbw_bytes_per_s).toBeCloseTo(factor, 10);
      expect(row.alpha_s + row.beta_s).toBeCloseTo(row.time_s, 12);
    }
  });

  it('takes all GPUs of the job by default', async () => {
    expect((await curve('--sizes', '1M')).ranks).toBe(1024);
  });

  it('prints one line per size under the columns of nccl-tests', async () => {
    const { stdout } = await cli(['collective', 'c.yaml', '--sizes', '8..128'], { files });
    expect(stdout).toMatch(/size +time +algbw +busbw/);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .slice(3)
        .map((line) => Number(line.trim().split(' ')[0])),
    ).toEqual([8, 16, 32, 64, 128]);
  });

  it.each([
    [['--op', 'allreduce'], 'did you mean "all-reduce"'],
    [['--ranks', '1'], 'from 2 to 1024'],
    [['--ranks', '2048'], 'from 2 to 1024'],
    [['--sizes', 'big'], '--sizes'],
  ])('refuses %j', async (argv, words) => {
    const { exitCode, stdout, stderr } = await cli(['collective', 'c.yaml', ...argv], { files });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(words);
  });
});
