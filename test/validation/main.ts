import { parseArgs } from 'node:util';
import { collectives } from './collectives.ts';
import { economics } from './economics.ts';
import { fabricEffect } from './fabric-effect.ts';
import { lessonsSection } from './lessons.ts';
import { memory } from './memory.ts';
import { plans } from './plans.ts';
import { scaling } from './scaling.ts';
import type { Section } from './section.ts';
import { simulation } from './simulation.ts';
import { topologies } from './topologies.ts';
import { training } from './training.ts';

const sections: readonly Section[] = [
  training,
  collectives,
  memory,
  fabricEffect,
  scaling,
  topologies,
  lessonsSection,
  economics,
  simulation,
  plans,
];

const usage = `npm run validate -- [section...] [options]
  sections: ${sections.map((s) => (s.slow === true ? `${s.name} (minutes; only when named)` : s.name)).join(', ')}
  --set <file>       only this data set (repeatable, commas allowed)
  --family <name>    only this family (repeatable, commas allowed)
  --rows             print every scored row
  --json             JSON on stdout instead of text
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    set: { type: 'string', multiple: true, default: [] },
    family: { type: 'string', multiple: true, default: [] },
    rows: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const list = (given: readonly string[]): string[] => given.flatMap((text) => text.split(','));
const unknown = positionals.filter((name) => !sections.some((section) => section.name === name));

if (values.help) {
  process.stdout.write(usage);
} else if (unknown.length > 0) {
  process.stderr.write(`unknown section: ${unknown.join(', ')}\n${usage}`);
  process.exitCode = 2;
} else {
  const options = { sets: list(values.set), families: list(values.family), everyRow: values.rows };
  const wanted = sections.filter((section) =>
    positionals.length === 0 ? section.slow !== true : positionals.includes(section.name),
  );
  const reports = wanted.map((section) => ({ name: section.name, ...section.run(options) }));
  process.stdout.write(
    values.json
      ? `${JSON.stringify(Object.fromEntries(reports.map((r) => [r.name, r.json])), null, 2)}\n`
      : `${reports.map((r) => `== ${r.name}\n\n${r.text}\n`).join('\n')}`,
  );
}
