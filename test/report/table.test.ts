import { describe, expect, it } from 'vitest';
import { painter } from '../../src/cli/color.ts';
import { report } from '../../src/report/table.ts';
import { fitting, tooLarge, unpriced } from './fixture.ts';

const options = { paint: painter('never', {}, false), all: false };
const linesOf = (text: string): string[] => text.trimEnd().split('\n');

describe('the table', () => {
  it('ends in the verdict: summary, fit and bound, three drivers with their shares', () => {
    const last = linesOf(report(fitting, options).output).slice(-5);
    expect(last[0]).toBe('  step 1.94 s   MFU 0.41   capex $40 M   1.42 MW *   3 assumptions (*)');
    expect(last[1]).toBe('✓ fits (71.2 of 80 GiB per GPU); bound by the network');
    expect(last.slice(2).map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['1', 'data-parallel all-reduce, exposed', '21 % of the step', 'leaf uplinks, 2:1 oversubscribed'],
      ['2', 'pipeline bubble', '8.8 %', '8 stages, 64 micro-batches'],
      ['3', 'tensor-parallel all-reduce', '6.2 %', 'inside the node'],
    ]);
  });

  it('puts what does not fit first, by size, with where it was set', () => {
    const locate = (path: string) => (path === 'workload.sharding' ? 'cluster.yaml:21' : null);
    const lines = linesOf(report(tooLarge, { ...options, locate }).output);
    expect(lines[0]).toBe('✗ does not fit: needs 91.2 GiB of 80 GiB per GPU (11.2 GiB short)');
    expect(lines[2]).toMatch(/optimizer states +48 GiB +52\.6 % +cluster\.yaml:21/);
    expect(lines[3]).toMatch(/activations +28\.3 GiB +31\.0 % +workload\.recompute/);
    expect(lines.at(-1)).toMatch(/^ {2}try: /);
  });

  it('says why a price is unknown, and what is known', () => {
    const { output } = report(unpriced, options);
    expect(output).toMatch(/switches +unknown +no price for qm9700/);
    expect(output).toMatch(/capex, known part +\$38 M/);
    expect(linesOf(output).at(-5)).toContain('capex at least $38 M');
  });

  it('shows the parts that are zero only with --all', () => {
    expect(report(fitting, options).output).not.toContain('expert-parallel');
    expect(report(fitting, { ...options, all: true }).output).toContain('expert-parallel');
  });

  it('lists every assumption under its key', () => {
    const { output } = report(fitting, options);
    for (const { path } of fitting.assumptions) expect(output).toContain(path);
  });

  it('counts the collectives it leaves out', () => {
    const [first] = fitting.collectives;
    const many = Array.from({ length: 10 }, (_, i) => ({
      ...first,
      name: `operation ${i}`,
    })) as typeof fitting.collectives;
    expect(report({ ...fitting, collectives: many }, options).output).toContain('4 more (--all)');
  });
});
