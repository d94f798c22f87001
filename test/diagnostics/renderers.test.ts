import { describe, expect, it } from 'vitest';
import { CODES } from '../../src/diagnostics/codes.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { unknownValue } from '../../src/diagnostics/messages/notes.ts';
import { outOfRange, unknownKey } from '../../src/diagnostics/messages/schema.ts';
import { renderGithub } from '../../src/diagnostics/render/github.ts';
import { renderJson } from '../../src/diagnostics/render/json.ts';
import { renderSarif } from '../../src/diagnostics/render/sarif.ts';

const key = (line: number, file = 'c.yaml'): Diagnostic =>
  unknownKey({ path: 'gpus.tpye', at: { file, line, column: 3, length: 4, sourceLine: '  tpye: x' } }, 'tpye', [
    'type',
  ]);
const plain = unknownValue({ path: '' }, 'price of a switch');

describe('renderJson', () => {
  it('gives every finding with its place in order', () => {
    const parsed = JSON.parse(renderJson([plain, key(7), key(2)]));
    expect(parsed).toMatchObject({ format_version: '1.0', errors: 2, warnings: 0, notes: 1 });
    expect(parsed.diagnostics.map(({ line }: { line: number | null }) => line)).toEqual([null, 2, 7]);
    expect(parsed.diagnostics[1]).toEqual({
      code: 'FP101',
      severity: 'error',
      path: 'gpus.tpye',
      message: 'unknown key "tpye"',
      label: 'not a key here',
      help: 'did you mean "type"?',
      file: 'c.yaml',
      line: 2,
      column: 3,
      length: 4,
    });
  });

  it('gives an empty list for no findings', () => {
    expect(JSON.parse(renderJson([]))).toMatchObject({ errors: 0, diagnostics: [] });
  });
});

describe('renderGithub', () => {
  it('annotates file, line and columns', () => {
    expect(renderGithub([key(4)])).toBe(
      '::error file=c.yaml,line=4,col=3,endColumn=7,title=FP101::unknown key "tpye"%0Ahelp: did you mean "type"?\n',
    );
  });

  it('escapes what would end a property or a message', () => {
    const line = renderGithub([outOfRange({ path: 'a', at: key(1, 'a,b:c%.yaml').at }, 1, '100 %\nor less')]);
    expect(line).toContain('file=a%2Cb%3Ac%25.yaml,');
    expect(line).toContain('100 %25%0Aor less');
    expect(line.trimEnd()).not.toContain('\n');
  });

  it('shows ten of a severity and counts the rest', () => {
    const lines = renderGithub([...Array.from({ length: 17 }, (_, i) => key(i + 1)), plain])
      .trimEnd()
      .split('\n');
    expect(lines.filter((line) => line.startsWith('::error file'))).toHaveLength(10);
    expect(lines).toContain('::error::and 7 more');
    expect(lines.at(-1)).toMatch(/^::notice title=FP902::/);
  });
});

describe('renderSarif', () => {
  const log = JSON.parse(renderSarif([key(4, 'my specs/\ud800c.yaml'), key(9), plain], '1.2.3'));
  const [run] = log.runs;

  it('is a SARIF 2.1.0 log whose results point to their rules', () => {
    expect(log.version).toBe('2.1.0');
    expect(run.tool.driver).toMatchObject({ name: 'fabricplan', version: '1.2.3' });
    for (const result of run.results) expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(['FP101', 'FP902']);
    expect(run.tool.driver.rules[0].shortDescription.text).toBe(CODES.FP101.title);
  });

  it('gives regions in UTF-16 columns with an exclusive end, and none where there is no place', () => {
    const nine = run.results.find(
      (one: { locations?: { physicalLocation: { region: { startLine: number } } }[] }) =>
        one.locations?.[0]?.physicalLocation.region.startLine === 9,
    );
    expect(run.columnKind).toBe('utf16CodeUnits');
    expect(nine.locations[0].physicalLocation.region).toEqual({ startLine: 9, startColumn: 3, endColumn: 7 });
    expect(run.results.find(({ ruleId }: { ruleId: string }) => ruleId === 'FP902')).not.toHaveProperty('locations');
  });

  it('writes file names as URIs', () => {
    const uris = run.results.flatMap(
      (one: { locations?: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
        one.locations?.map((place) => place.physicalLocation.artifactLocation.uri) ?? [],
    );
    expect(uris).toContain('my%20specs/%EF%BF%BDc.yaml');
  });
});
