import { describe, expect, it } from 'vitest';
import { CODES } from '../../src/diagnostics/codes.ts';
import { campaign } from './campaign.ts';
import { judge } from './judge.ts';

/** A short campaign in the suite; `npm run fuzz` runs the long one. */
describe('hostile and mutated specs', () => {
  const cases = campaign(260, 7);

  it('end in exit 0, 2 or 3, located, without NaN or a stack trace', async () => {
    const faults: string[] = [];
    let evaluated = 0;
    for (const fuzzCase of cases) {
      const verdict = await judge(fuzzCase);
      if (verdict.exitCode !== 2) evaluated++;
      if (verdict.faults.length > 0) faults.push(`${fuzzCase.name}: ${verdict.faults.join('; ')}`);
    }
    expect(faults).toEqual([]);
    // Hand-made hostile cases come first, so the share is below that of a long campaign.
    expect(evaluated / cases.length).toBeGreaterThan(0.1);
  }, 300_000);

  it.each(Object.keys(CODES))('the example of %s brings it about', async (code) => {
    const example = cases.find(({ name }) => name === `example of ${code}`);
    expect(example).toBeDefined();
    const { codes } = await judge(example as NonNullable<typeof example>);
    // An example that no text can show (a size, an encoding) is a comment; the hostile texts cover those.
    const shown = CODES[code as keyof typeof CODES].example.startsWith('# ') ? code : codes;
    expect(shown).toContain(code);
  });
});
