import type { GateOutcome } from '../../planning/gates/judge.ts';
import type { ComparedDesign, ComparisonReporter } from './comparison-report.ts';
import { foundText, placeText } from './words.ts';

/** JUnit XML: a suite per candidate, a case per gate. A missed gate of level warn passes with a note. */
export const report: ComparisonReporter = ({ designs }) => {
  const failures = designs.reduce((sum, { gates }) => sum + gates.filter(broken).length, 0);
  const tests = designs.reduce((sum, { gates }) => sum + gates.length, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="fabricplan compare" tests="${tests}" failures="${failures}">`,
    ...designs.flatMap(suite),
    '</testsuites>',
    '',
  ].join('\n');
};

const broken = ({ passed, gate }: GateOutcome): boolean => !passed && gate.level === 'error';

const suite = ({ comparison, gates }: ComparedDesign): string[] => [
  `  <testsuite name="${escaped(comparison.name)}" tests="${gates.length}" failures="${gates.filter(broken).length}" errors="0" skipped="0">`,
  ...gates.flatMap(testCase),
  '  </testsuite>',
];

function testCase(outcome: GateOutcome): string[] {
  const { gate, passed } = outcome;
  const place = placeText(outcome);
  const open = `    <testcase classname="fabricplan.gates" name="${escaped(gate.text)}"${place === '' ? '' : ` file="${escaped(place)}"`}`;
  const text = escaped(`found ${foundText(outcome)}`);
  if (passed) return [`${open}/>`];
  const inner =
    gate.level === 'error'
      ? `      <failure type="gate" message="${text}">${escaped(gate.text)}: ${text}</failure>`
      : `      <system-out>warning: ${escaped(gate.text)}: ${text}</system-out>`;
  return [`${open}>`, inner, '    </testcase>'];
}

/** Characters that XML 1.0 cannot hold at all become U+FFFD. */
const XML_FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

const escaped = (text: string): string =>
  text
    .replace(XML_FORBIDDEN, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
    .replace(/\s/g, ' ');
