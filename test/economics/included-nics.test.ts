import { describe, expect, it } from 'vitest';
import { evaluated } from '../shipped.ts';
import { resolve } from '../spec/fixture.ts';

const evaluatedSpec = (text: string, files: Readonly<Record<string, string>> = {}) =>
  evaluated('spec.yaml', text, [], files);

const design = (nics: string, more = '') => `
gpus: { type: h100-sxm, count: 256, server: hgx-h100 }
nics: ${nics}
topology: { kind: rail-optimized }
workload: { model: llama-3.1-8b, sequence_length: 8192, global_batch: 256, parallelism: { tensor: 2 } }
${more}`;
const costOf = (nics: string, more = '') => evaluatedSpec(design(nics, more)).result.cost;
const nicsUsd = (nics: string, more = '') => costOf(nics, more).capex_usd.nics;

/** Catalog: cx7-400 1,200 to 1,800 USD, cx8-800 2,000 to 3,000; a typical price is the geometric mean of three digits. */
const [cx7, cx8] = [1470, 2450];

describe('NICs of a server whose price includes eight of 400 Gb/s', () => {
  it('cost nothing more where they are those', () => {
    expect(nicsUsd('{ type: cx7-400 }')).toBe(0);
    expect(nicsUsd('{ type: { base: cx7-400, latency: 1 us } }')).toBe(0);
  });

  it('cost the difference where they are faster', () => {
    expect(nicsUsd('{ type: cx8-800 }')).toBeCloseTo(256 * (cx8 - cx7), -2);
  });

  it('cost their price where they are more', () => {
    expect(nicsUsd('{ type: cx7-400, per_gpu: 2 }')).toBeCloseTo(256 * cx7, -2);
    expect(nicsUsd('{ type: cx8-800, per_gpu: 2 }')).toBeCloseTo(256 * (cx8 - cx7) + 256 * cx8, -2);
  });

  it('are never paid back, slower or fewer', () => {
    expect(nicsUsd('{ type: cx6-200 }')).toBe(0);
    expect(nicsUsd('{ type: cx7-400, per_node: 4 }')).toBe(0);
    expect(nicsUsd('{ type: cx8-800, per_node: 4 }')).toBe(0);
  });

  it('cost the difference to a price of the spec', () => {
    expect(nicsUsd('{ type: cx8-800 }', 'economics: { prices: { cx8-800: 3000, cx7-400: 1000 } }')).toBe(256 * 2000);
    expect(nicsUsd('{ type: { base: cx7-400, bandwidth: 800 Gbps, price: 4470 USD } }')).toBeCloseTo(256 * 3000, -2);
  });

  it.each([
    ['of another product without a price', '{ type: cx9-1600 }', /cx9-1600/],
    ['of the same rate without a price', '{ type: { name: mine, bandwidth: 400 Gbps } }', /mine of 400 Gb\/s/],
    ['of another rate than the base that has one', '{ type: { base: cx7-400, bandwidth: 800 Gbps } }', /800 Gb\/s/],
  ])('are unknown with the reason, %s', (_what, nics, reason) => {
    const { result } = evaluatedSpec(design(nics));
    const { cost, reasons } = result;
    expect([cost.capex_usd.nics, cost.network_capex_usd, cost.capex_usd.total]).toEqual([null, null, null]);
    expect(reasons['cost.capex_usd.nics']).toMatch(reason);
    expect(cost.known_subtotal_usd).toBeGreaterThan(32 * 190_000);
  });

  it.each([
    ['inline', '{ type: { base: cx7-400, price: 4000 USD } }', '', 'nics.type.price'],
    ['in the price list', '{ type: cx7-400 }', 'economics: { prices: { cx7-400: 4000 } }', 'economics.prices.cx7-400'],
  ])('change nothing by a price of their own, stated %s, and say so', (_what, nics, more, path) => {
    expect(nicsUsd(nics, more)).toBe(0);
    const { diagnostics } = resolve(design(nics, more));
    expect(diagnostics.map((found) => [found.code, found.path])).toContainEqual(['FP901', path]);
  });

  it('say in the assumptions whose prices make the difference', () => {
    const { result } = evaluatedSpec(design('{ type: cx8-800 }'));
    const paths = result.assumptions.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['economics.prices.cx7-400', 'economics.prices.cx8-800']));
  });

  it('stay in order from low to high prices', () => {
    for (const nics of ['{ type: cx8-800 }', '{ type: thor2-400 }', '{ type: bf3-supernic, per_gpu: 2 }']) {
      const at = (level: string) => nicsUsd(nics, `economics: { price_level: ${level} }`) ?? Number.NaN;
      expect(at('low')).toBeLessThanOrEqual(at('typical'));
      expect(at('typical')).toBeLessThanOrEqual(at('high'));
    }
  });
});

it('a server without NICs in its price pays each of them', () => {
  const catalog = 'servers: [{ id: bare, base: hgx-h100, includes_nics: false }]\n';
  const spec = `catalog: ours.yaml${design('{ type: cx8-800 }').replace('hgx-h100', 'bare')}`;
  const { result } = evaluatedSpec(spec, { 'ours.yaml': catalog });
  expect(result.cost.capex_usd.nics).toBeCloseTo(256 * cx8, -2);
});

it('the middle of an own range is an assumption; an own amount is none', () => {
  const prices = 'economics: { prices: { qm9700: { low: 10000, high: 40000 }, hgx-h100: 200000 } }';
  const { assumptions } = evaluatedSpec(design('{ type: cx7-400 }', prices)).result;
  const own = assumptions.filter(({ path }) => /^economics.prices.(qm9700|hgx-h100)$/.test(path));
  expect(own).toEqual([expect.objectContaining({ value: [10_000, 20_000, 40_000], confidence: 'derived' })]);
});

describe('an own price with one end only', () => {
  it('of a server is that of the server that is taken', () => {
    const spec = design('{ type: cx7-400 }', 'economics: { prices: { dgx-h100: { low: 200000 } } }');
    const { result } = evaluatedSpec(spec.replace(', server: hgx-h100', ''));
    expect(result.cost.capex_usd.servers).toBe(32 * 200_000);
    expect(result.cost.own_prices).toContain('dgx-h100');
  });

  it('of a medium does not make it dearer than any other', () => {
    const mediumOf = (price: string) =>
      evaluatedSpec(design('{ type: cx7-400 }', `economics: { prices: { sr4-400: ${price} } }`)).plan.topology.optics
        .fabric.id;
    expect(mediumOf('{ high: 100 }')).toBe(mediumOf('100'));
  });
});

it('a switch with other ports than its base is another product: its price is unknown unless stated', () => {
  const switchesUsd = (type: string) =>
    evaluatedSpec(design('{ type: cx7-400 }').replace('rail-optimized }', `rail-optimized, switch: ${type} }`)).result
      .cost.capex_usd.switches;
  expect(switchesUsd('{ base: qm9700, ports: 128 }')).toBeNull();
  expect(switchesUsd('{ base: qm9700, ports: 128, price: 90000 USD }')).toBeGreaterThan(0);
  expect(switchesUsd('{ base: qm9700, latency: 100 ns }')).toBe(switchesUsd('qm9700'));
});
