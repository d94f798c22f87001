import { describe, expect, it } from 'vitest';
import { painter } from '../../src/cli/color.ts';
import { report } from '../../src/report/markdown.ts';
import { fitting } from './fixture.ts';

const options = { paint: painter('never', {}, false), all: false };
const [assumption] = fitting.assumptions;

describe('markdown', () => {
  it('starts with the marker that a comment tool looks for', () => {
    expect(report(fitting, options).output).toMatch(/^<!-- fabricplan -->\n/);
  });

  it('stays below what GitHub accepts, and says that it was shortened', () => {
    const assumptions = Array.from({ length: 5000 }, () => assumption) as typeof fitting.assumptions;
    const { output } = report({ ...fitting, assumptions }, options);
    expect(output.length).toBeLessThan(60_000);
    expect(output).toContain('Shortened');
  });

  it("lets nothing of the user's text become markup", () => {
    const name = '<script>x</script> | [a](http://b) `c` *d* _e_ # @f\n| g |';
    const { output } = report({ ...fitting, name }, options);
    const heading = output.split('\n').find((line) => line.startsWith('### ')) ?? '';
    expect(heading.replace(/\\./g, '')).not.toMatch(/[<>|`*_[\]]/);
    expect(heading).toContain('g');
  });

  it('gives every row as many cells as its head', () => {
    const cells = (line: string): number => line.replace(/\\\|/g, '').split('|').length;
    const rows = report(fitting, { ...options, all: true }).output.split('\n');
    const tables = rows
      .join('\n')
      .split(/\n{2,}/)
      .filter((block) => block.startsWith('|'));
    expect(tables.length).toBeGreaterThan(6);
    for (const table of tables) expect(new Set(table.split('\n').map(cells)).size, table).toBe(1);
  });

  it('closes what it folds', () => {
    const { output } = report(fitting, options);
    expect(output.match(/<details>/g)?.length).toBe(output.match(/<\/details>/g)?.length);
  });
});
