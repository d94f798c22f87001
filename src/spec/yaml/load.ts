import { Composer, type CST, type Document, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { describeValue } from '../../diagnostics/messages/describe-value.ts';
import { directiveRefused, emptyFile, notMapping, severalDocuments } from '../../diagnostics/messages/text.ts';
import { decode } from './decode.ts';
import { LIMITS } from './limits.ts';
import { createLocate, type Locate } from './locate.ts';
import { read } from './read.ts';
import { createSource, type Source } from './source.ts';
import { syntaxProblem } from './syntax.ts';
import { tokenize } from './tokens.ts';

/** A YAML file as plain data with the way back to its text. */
export interface LoadedYaml {
  /**
   * The mapping at the root, or undefined when too little is left of it. With a refused key (FP111 to FP114) or a number
   * that is not finite (FP125), or text with a control character (FP121) the rest is still here, so that all mistakes of a file can be reported together.
   */
  readonly data: Readonly<Record<string, unknown>> | undefined;
  readonly locate: Locate;
  readonly diagnostics: readonly Diagnostic[];
}

/** Mistakes that leave out one pair, or stand in one value that every schema refuses, and nothing else. */
const PARTIAL: ReadonlySet<string> = new Set(['FP111', 'FP112', 'FP113', 'FP114', 'FP121', 'FP125']);

/**
 * Reads one YAML 1.2 document (core schema, a mapping at the root) from a text nobody vouches for. Never throws; time
 * and memory are bounded by `LIMITS`.
 *
 * @param file the name that diagnostics show
 * @param example a line that such a file holds, for a file that is no mapping
 */
export function loadYaml(input: Uint8Array | string, file: string, example = 'name: my cluster'): LoadedYaml {
  const decoded = decode(input, file);
  if (!decoded.ok) return failed(createSource(file, ''), [decoded.problem]);
  const { source } = decoded;
  const tokenized = tokenize(source);
  if (!tokenized.ok) return failed(source, [tokenized.problem]);

  const options = { version: '1.2', schema: 'core', uniqueKeys: false, prettyErrors: false } as const;
  const documents: Document.Parsed[] = [];
  for (const document of new Composer(options).compose(tokenized.tokens, true, source.text.length)) {
    documents.push(document);
    if (documents.length === 2) break;
  }
  return fromDocuments(documents, tokenized.tokens, source, example);
}

function fromDocuments(
  [document, second]: readonly Document.Parsed[],
  tokens: readonly CST.Token[],
  source: Source,
  example: string,
): LoadedYaml {
  const syntax = [
    ...directiveProblems(tokens, source),
    ...(document === undefined ? [] : syntaxProblems(document, source)),
  ];
  if (second !== undefined)
    syntax.push(severalDocuments({ path: '', at: source.at(second.range[0], second.range[0] + 3) }));
  if (syntax.length > 0) return failed(source, syntax.slice(0, LIMITS.diagnostics));
  const root: Node | null = document?.contents ?? null;
  if (root === null || isBlank(root)) return failed(source, [emptyFile({ path: '', at: source.at(0) })]);

  const { data, targets, problems } = read(root, source);
  const locate = createLocate(root, targets, source);
  if (!isMap(root)) {
    const found = isSeq(root) ? 'a list' : describeValue(data);
    return {
      data: undefined,
      locate,
      diagnostics: [...problems, notMapping({ path: '', at: locate([]) }, found, example)],
    };
  }
  const usable = problems.every(({ code }) => PARTIAL.has(code));
  return { data: usable ? (data as Record<string, unknown>) : undefined, locate, diagnostics: problems };
}

/** One problem a line: what follows on the same line is nearly always a consequence of the first.
 * Directives have been judged by their tokens. */
function syntaxProblems({ errors, warnings }: Document.Parsed, source: Source): Diagnostic[] {
  const byLine = new Map<number | undefined, Diagnostic>();
  for (const error of [...errors, ...warnings].sort((a, b) => a.pos[0] - b.pos[0])) {
    if (error.code === 'BAD_DIRECTIVE') continue;
    if (byLine.size >= LIMITS.diagnostics) break;
    const found = syntaxProblem(source, error);
    const line = found.at?.line;
    if (!byLine.has(line)) byLine.set(line, found);
  }
  return [...byLine.values()];
}

/** `%YAML 1.1` would change what `yes` and `1:30` mean, `%TAG` what tags mean. */
function directiveProblems(tokens: readonly CST.Token[], source: Source): readonly Diagnostic[] {
  return tokens
    .filter((token) => token.type === 'directive')
    .filter((token) => !/^%YAML\s+1\.2\s*$/.test(token.source))
    .slice(0, LIMITS.diagnostics)
    .map(({ offset, source: text }) =>
      directiveRefused({ path: '', at: source.at(offset, offset + text.length) }, text),
    );
}

/** `---` alone composes to an empty scalar. */
const isBlank = (node: Node): boolean => isScalar(node) && node.value === null && (node.source ?? '') === '';

const failed = (source: Source, diagnostics: readonly Diagnostic[]): LoadedYaml => ({
  data: undefined,
  locate: () => source.at(0),
  diagnostics,
});
