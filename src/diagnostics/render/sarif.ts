import { CODES, type DiagnosticCode } from '../codes.ts';
import { type Diagnostic, isArgument } from '../diagnostic.ts';
import { ordered } from '../order.ts';

/** SARIF 2.1.0 (OASIS): one run, one rule for each code that occurs, a region for each finding with a place. */
export function renderSarif(diagnostics: readonly Diagnostic[], toolVersion: string): string {
  const all = ordered(diagnostics);
  const rules = [...new Set(all.map(({ code }) => code))].sort();
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'fabricplan', version: toolVersion, rules: rules.map(rule) } },
        columnKind: 'utf16CodeUnits',
        results: all.map((diagnostic) => result(diagnostic, rules.indexOf(diagnostic.code))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function rule(code: DiagnosticCode) {
  const { title, severity, cause, fix } = CODES[code];
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: cause },
    help: { text: fix },
    defaultConfiguration: { level: severity },
  };
}

function result({ code, severity, message, help, at }: Diagnostic, ruleIndex: number) {
  const text = help === undefined ? message : `${message}. ${help}`;
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text },
    ...(at === undefined || isArgument(at)
      ? {}
      : {
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriReference(at.file) },
                region: { startLine: at.line, startColumn: at.column, endColumn: at.column + at.length },
              },
            },
          ],
        }),
  };
}

/** encodeURIComponent throws on these. */
const LONE_SURROGATE = /[\ud800-\udfff]/gu;

/** A path as a relative URI reference: forward slashes, everything else that a URI forbids escaped. */
const uriReference = (file: string): string =>
  file
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => encodeURIComponent(part.replace(LONE_SURROGATE, '\ufffd')))
    .join('/');
