import { describe, expect, it } from 'vitest';
import { painter } from '../../src/cli/color.ts';
import { csvText, report } from '../../src/report/csv.ts';
import { fitting, hostile } from './fixture.ts';

const options = { paint: painter('never', {}, false), all: false };

describe('csv', () => {
  const lines = report(fitting, options).output.split('\r\n');

  it('has a header and one row per fact, with the names of the JSON', () => {
    expect(lines[0]).toBe('field,value,unit,note');
    expect(lines).toContain('training.step_time_s,1.94,s,');
    expect(lines).toContain('fabric.tiers[0].switches,24,count,');
    expect(lines).toContain('training.memory.total_bytes,76450422784,B,');
    expect(lines).toContain('training.run_time_s,,s,workload.tokens is not set');
  });

  it('has one row per assumption, with its source', () => {
    const assumed = lines.filter((line) => line.startsWith('assumptions'));
    expect(assumed).toHaveLength(fitting.assumptions.length);
    expect(assumed).toContain(
      'assumptions.economics.electricity_usd_per_kwh,0.08,USD/kWh,EIA industrial average (read)',
    );
    const priced = { path: 'economics.prices.qm9700', unit: 'USD', source: 'list', confidence: 'secondary' as const };
    const own = report({ ...fitting, assumptions: [{ ...priced, value: [36000, 38000, 50000] }] }, options).output;
    expect(own).toContain('assumptions.economics.prices.qm9700,38000,USD,36000 to 50000; list (secondary)');
  });

  it('gives every row the same columns', () => {
    const width = (line: string): number => line.replace(/"[^"]*"/g, '').split(',').length;
    expect(new Set(lines.filter((line) => line !== '').map(width))).toEqual(new Set([4]));
  });

  it('keeps a negative number a number', () => {
    expect(lines).toContain('training.ceiling.sensitivity[0].elasticity,-0.21,ratio,');
  });

  it('disarms text that a spreadsheet would run', () => {
    expect(report(hostile, options).output).toContain("\r\nname,'=1+1,,\r\n");
  });

  it.each(['=cmd()', '+1', '-1', '@SUM(A1)', '\ttab'])('disarms %j', (text) => {
    expect(csvText(['a'], [[text]])).toMatch(/\r\n"?'/);
  });

  it.each([
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
  ])('quotes %j', (text, cell) => expect(csvText(['a'], [[text]])).toBe(`a\r\n${cell}\r\n`));
});
