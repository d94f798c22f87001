import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const repository = join(import.meta.dirname, '..', '..');

async function layersOf(baseDir: string): Promise<ICruiseResult> {
  const config = (await import(join(repository, '.dependency-cruiser.mjs'))).default;
  const { tsConfig: _ignored, ...options } = config.options;
  const result = await cruise(
    ['src'],
    { ...options, baseDir, validate: true, ruleSet: { forbidden: config.forbidden } },
    undefined,
    { tsConfig: extractTsConfig(join(repository, 'tsconfig.json')) },
  );
  if (typeof result.output === 'string') throw new Error('the cruise gave text instead of a result');
  return result.output;
}

const rulesBroken = (result: ICruiseResult, file: string): string[] =>
  result.summary.violations
    .filter((v) => v.from === file)
    .map((v) => v.rule.name)
    .sort();

describe('the layering rules', () => {
  it('look at the real house and find it in order', async () => {
    const result = await layersOf(repository);
    expect(result.summary.totalCruised).toBeGreaterThan(50);
    expect(result.summary.totalDependenciesCruised).toBeGreaterThan(100);
    expect(result.summary.violations.map((v) => `${v.rule.name}: ${v.from} -> ${v.to}`)).toEqual([]);
  });

  describe('in a house with planted violations', () => {
    const house = mkdtempSync(join(tmpdir(), 'layering-'));
    let result: ICruiseResult;

    const files: Record<string, string> = {
      'src/units/quantity.ts': 'export const bits = 8;\n',
      'src/fabric/reads-files.ts':
        "import { readFileSync } from 'node:fs';\nexport const text = readFileSync('a', 'utf8');\n",
      'src/fabric/uses-report.ts': "import { table } from '../report/table.ts';\nexport const t = table;\n",
      'src/fabric/types.ts': 'export type Pattern = string;\n',
      'src/fabric/closed-form.ts': 'export const capacity = 1;\n',
      'src/fabric/simulator/copies.ts': "import { capacity } from '../closed-form.ts';\nexport const c = capacity;\n",
      'src/fabric/simulator/play.ts': "import type { Pattern } from '../types.ts';\nexport type P = Pattern;\n",
      'src/fabric/asks.ts': "import type { P } from './simulator/play.ts';\nexport type Q = P;\n",
      'src/training/paints.ts': "import { Chalk } from 'chalk';\nexport const c = new Chalk();\n",
      'src/report/table.ts': "import { Chalk } from 'chalk';\nexport const table = new Chalk();\n",
      'src/report/typed.ts': "import type { Chalk } from 'chalk';\nexport type Painter = Chalk;\n",
      'src/spec/reads-files.ts':
        "import { readFileSync } from 'node:fs';\nexport const text = readFileSync('a', 'utf8');\n",
      'src/spec/knows-results.ts': "import type { R } from '../result/schema.ts';\nexport type Q = R;\n",
      'src/result/schema.ts': "import { bits } from '../units/quantity.ts';\nexport type R = typeof bits;\n",
      'src/cli/color.ts': "import { Chalk } from 'chalk';\nexport const painter = new Chalk();\n",
      'src/cli/paints.ts': "import { Chalk } from 'chalk';\nexport const painter = new Chalk();\n",
      'src/economics/lost.ts': "import { gone } from './not-there.ts';\nexport const g = gone;\n",
      'src/model/a.ts': "import { b } from './b.ts';\nexport const a = (): number => b();\n",
      'src/model/b.ts': "import { a } from './a.ts';\nexport const b = (): number => a();\n",
      'node_modules/chalk/package.json':
        '{"name":"chalk","version":"5.0.0","type":"module","exports":{"types":"./index.d.ts","default":"./index.js"}}',
      'node_modules/chalk/index.js': 'export class Chalk {}\n',
      'node_modules/chalk/index.d.ts': 'export class Chalk {}\n',
      'package.json': '{"name":"house","type":"module","devDependencies":{"chalk":"5.0.0"}}',
    };

    beforeAll(async () => {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(house, path)), { recursive: true });
        writeFileSync(join(house, path), text);
      }
      result = await layersOf(house);
    });
    afterAll(() => rmSync(house, { recursive: true }));

    it.each([
      ['a file system in a pure room', 'src/fabric/reads-files.ts', 'the-calculator-is-pure'],
      ['a file system in spec', 'src/spec/reads-files.ts', 'input-and-output-only-in-cli'],
      ['an import against the order', 'src/fabric/uses-report.ts', 'no-going-back-from-model-compute-fabric'],
      ['a type against the order', 'src/spec/knows-results.ts', 'no-going-back-from-spec'],
      ['a package in a pure room', 'src/training/paints.ts', 'the-calculator-is-pure'],
      ['chalk in report', 'src/report/table.ts', 'chalk-only-in-color'],
      ['a foreign package in report', 'src/report/table.ts', 'packages-of-report'],
      ['chalk in cli outside color.ts', 'src/cli/paints.ts', 'chalk-only-in-color'],
      ['a closed form in the simulator', 'src/fabric/simulator/copies.ts', 'the-judge-reads-only-the-description'],
      ['the simulator in a closed form', 'src/fabric/asks.ts', 'the-judged-do-not-ask-the-judge'],
      ['an import of nothing', 'src/economics/lost.ts', 'resolvable'],
      ['a circle', 'src/model/a.ts', 'no-cycles'],
    ])('catch %s', (_, file, rule) => {
      expect(rulesBroken(result, file)).toContain(rule);
    });

    it.each([
      ['an import along the order', 'src/result/schema.ts'],
      ['the description of a fabric in the simulator', 'src/fabric/simulator/play.ts'],
      ['chalk in color.ts', 'src/cli/color.ts'],
      ['the types of chalk in report', 'src/report/typed.ts'],
    ])('allow %s', (_, file) => {
      expect(rulesBroken(result, file)).toEqual([]);
    });
  });
});
