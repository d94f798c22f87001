import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billOfMaterials } from '../../../src/economics/bill.ts';
import { buildFabric } from '../../../src/fabric/registry.ts';
import { fabricDescription } from '../../../src/fabric/summary.ts';
import { topologyCsv } from '../../../src/report/topology/csv.ts';
import type { Plan } from '../../../src/spec/plan.ts';
import { MINIMAL, places, planOf, resolve } from '../fixture.ts';

const withPrices = (prices: string): string => `${MINIMAL}economics: { prices: ${prices} }\n`;
const listed = (text: string, file = 'p.csv') => ({ files: { [file]: text } });
const switchPrice = (plan: Plan) => plan.topology.switches[0]?.priceUsd;
const messages = (prices: string, text: string, file = 'p.csv') =>
  resolve(withPrices(prices), listed(text, file)).diagnostics.map(
    ({ code, message, help, at }) =>
      `${code} ${at?.file}:${at?.line}:${at?.column} ${message}${help ? ` (${help})` : ''}`,
  );

const leaf = planOf(MINIMAL).topology.switches[0]?.id ?? '';

describe('own prices', () => {
  it('replace those of the catalog, whatever form they have', () => {
    const price = { low: 20_000, typical: 25_000, high: 30_000 };
    const csv = `item,low,typical,high\r\n${leaf},20000,25000,30000\r\n`;
    expect(switchPrice(planOf(withPrices(`{ ${leaf}: { low: 20000, typical: 25 kUSD, high: 30000 } }`)))).toEqual(
      price,
    );
    expect(switchPrice(planOf(withPrices('p.csv'), listed(csv)))).toEqual(price);
    const yaml = `currency_year: 2026\n${leaf}: { low: 20000, typical: 25000, high: 30000 }\n`;
    const plan = planOf(withPrices('p.yaml'), listed(yaml, 'p.yaml'));
    expect(switchPrice(plan)).toEqual(price);
    expect(plan.economics).toMatchObject({ currencyYear: 2026, ownPrices: [leaf] });
    expect(plan.topology.switches[0]?.provenance['price']).toMatchObject({
      source: 'own price, p.yaml:2',
      date: '2026',
    });
  });

  it('of one amount are the same at every level; of a range, the geometric mean is typical', () => {
    expect(switchPrice(planOf(withPrices('p.csv'), listed(`item,price\n${leaf},"$25k"\n`)))).toEqual({
      low: null,
      typical: 25_000,
      high: null,
    });
    expect(switchPrice(planOf(withPrices(`{ ${leaf}: { low: 10000, high: 40000 } }`)))?.typical).toBe(20_000);
  });

  it('stand beside the file that names them', () => {
    const base = `economics: { prices: p.csv }\n`;
    const plan = planOf(`extends: lists/base.yaml\n${MINIMAL}`, {
      files: { 'lists/base.yaml': base, 'lists/p.csv': `item,price\n${leaf},1\n` },
    });
    expect(switchPrice(plan)?.typical).toBe(1);
  });

  it('of a cable hold for the whole cable, of fibre for a metre or for the piece of a length', () => {
    const optics = (text: string) => planOf(withPrices('p.csv'), listed(text)).topology.optics;
    expect(optics('item,price\ndac-400,99\n').access).toMatchObject({ priceUnit: 'cable', priceUsdPerM: null });
    expect(optics('item,price\nfibre-mmf,3\n').fabricFibre?.priceUsd?.typical).toBe(3);
    expect(optics('item,price,length_m\nfibre-mmf,90,30\n').fabricFibre?.priceUsd?.typical).toBe(3);
  });

  it('include those given inline and in an own catalog, and leave the rest to the catalog', () => {
    const inline = MINIMAL.replace('{ type: cx7-400 }', '{ type: { base: cx7-400, price: 900 USD } }');
    expect(planOf(inline).economics.ownPrices).toEqual(['cx7-400']);
    const own = { files: { 'ours.yaml': `switches: [{ id: ${leaf}, price: 30000 }]\n` } };
    expect(planOf(`catalog: ours.yaml\n${MINIMAL}`, own).economics.ownPrices).toEqual([leaf]);
    expect(planOf(MINIMAL).economics.ownPrices).toBeUndefined();
  });
});

describe('mistakes in own prices', () => {
  it('are shown where they are, all at once', () => {
    const csv = `item,low,typical,high,currency_year\n${leaf}x,1,2,3,\ncx7-400,,12 volts,,\ndac-400,9,5,,\nhgx-h100,1,-2,3,1066\n`;
    expect(messages('p.csv', csv)).toEqual([
      expect.stringContaining(`FP102 p.csv:2:1 unknown hardware "${leaf}x" (did you mean "${leaf}" or`),
      expect.stringContaining('FP104 p.csv:3:10 "12 volts"'),
      'FP105 p.csv:4:11 economics.prices.dac-400 must be at least the price of a lower level, not 5',
      expect.stringContaining('FP104 p.csv:5:12 "-2" must not be negative'),
      'FP105 p.csv:5:17 economics.prices.hgx-h100 must be a year from 1990 to 2100, not 1066',
    ]);
  });

  it.each([
    ['an unknown column', `itme,price\n${leaf},1\n`, 'FP101 p.csv:1:1 unknown key "itme" (did you mean "item"?)'],
    ['no column of prices', `item,note\n${leaf},dear\n`, 'FP106 p.csv:1:1 missing key "price"'],
    ['a quote that does not end', `item,price\n"${leaf},1\n`, 'FP110 p.csv:'],
    ['two prices for one item', `item,price\n${leaf},1\n${leaf},2\n`, 'FP111 p.csv:3:1 duplicate key'],
    ['an amount nobody has', `item,price\n${leaf},1e300\n`, 'must be at most 1000000000000 USD'],
    ['NUL', 'item,price\n\0,1\n', 'FP121'],
  ])('%s', (_, csv, expected) => {
    const found = messages('p.csv', csv);
    expect(found.filter((line) => line.includes(expected))).toHaveLength(1);
  });

  it('inline and in YAML have the place of the amount', () => {
    const line = `economics: { prices: { ${leaf}: { low: 9, typical: 5 } } }`;
    expect(places(`${MINIMAL}${line}\n`)).toContain(
      `FP105 6:${line.indexOf('5 }') + 1}+1 economics.prices.${leaf}.typical`,
    );
    expect(messages('p.yaml', `${leaf}: dear\n`, 'p.yaml')[0]).toMatch(/^FP104 p\.yaml:1:/);
    expect(messages('p.yaml', 'nothing: 5\n', 'p.yaml')[0]).toContain('FP102 p.yaml:1:');
  });

  it('a year that contradicts the spec converts nothing', () => {
    const spec = `${MINIMAL}economics: { currency_year: 2025, prices: p.csv }\n`;
    const [found] = resolve(spec, listed(`item,price,currency_year\n${leaf},1,2026\n`)).diagnostics;
    expect(found).toMatchObject({ code: 'FP105', message: expect.stringContaining('nothing is converted') });
  });

  it('a file that is not there', () => expect(places(withPrices('none.csv'))[0]).toMatch(/^FP126 6:/));

  it('never throw, whatever the file holds', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('item', 'price', leaf, '"', ',', '1e9', '\n', '', '__proto__'));
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 12 }), fc.boolean(), (cells, header) => {
        const text = `${header ? 'item,low,high\n' : ''}${cells.join(',')}`;
        for (const file of ['p.csv', 'p.yaml']) {
          const { plan, diagnostics } = resolve(withPrices(file), listed(text, file));
          expect(plan !== null || diagnostics.length > 0).toBe(true);
        }
      }),
    );
  });
});

it.each([
  ['NICs in the server price', MINIMAL],
  ['dearer NICs in their place', MINIMAL.replace(/nics:.*/, 'nics: { type: bf3-supernic }')],
  ['twice as many NICs', MINIMAL.replace(/nics:.*/, 'nics: { type: cx7-400, per_gpu: 2 }')],
])('a purchase list that the tool wrote is a price list, the bill stays the same: %s', (_what, minimal) => {
  const billOf = (plan: Plan) => {
    const built = buildFabric(plan.cluster, plan.topology, plan.constants);
    if (!built.ok) throw new Error(built.refusal.message);
    return { fabric: built.fabric, bill: billOfMaterials(plan, built.fabric) };
  };
  const spec = `${minimal}economics: { storage_usd_per_server: 500 }\n`;
  const { fabric, bill } = billOf(planOf(spec));
  const csv = topologyCsv({
    fabric: fabricDescription(fabric, []),
    bill,
    priceLevel: 'typical',
    discountFraction: 0,
    picture: () => {
      throw new Error('no picture was asked for');
    },
    notes: [],
  });
  const again = billOf(
    planOf(spec.replace('economics: {', 'economics: { prices: list.csv,'), { files: { 'list.csv': csv } }),
  ).bill;
  expect(again.map(({ item, count }) => [item, count])).toEqual(bill.map(({ item, count }) => [item, count]));
  again.forEach((line, i) => {
    expect(line.unitPriceUsd?.typical ?? 0).toBeCloseTo(bill[i]?.unitPriceUsd?.typical ?? 0, 6);
    if (line.partOfPrice === undefined) expect(line.assumedPrices).toBeUndefined();
  });
});
