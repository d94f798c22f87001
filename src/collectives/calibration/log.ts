import type { CollectiveOp } from '../types.ts';
import { type JsonLog, parseJsonLog } from './json-log.ts';
import { inside, type RankEvidence, ratioInterval, recoverRanks } from './ranks.ts';
import { beginsAsRow, defectOf, type Half, type LogRow, parseRow } from './row.ts';

/** One run of nccl-tests or rccl-tests. */
export interface LogTable {
  /** null: the rows and the text leave it open. */
  readonly op: CollectiveOp | null;
  /** Recovered from the rows; what the text says only where the rows do not tell. */
  readonly ranks: number | null;
  /** null: the text does not say how many ran on a node. */
  readonly ranksPerNode: number | null;
  readonly evidence: RankEvidence;
  readonly rows: readonly LogRow[];
  /** Contradictions between what the text says and what the rows prove, and rows that do not add up. */
  readonly warnings: readonly string[];
}

export interface LogFacts {
  /** `# Collective test starting:`, or the binary's name in the text, as an operation. */
  readonly statedOp: CollectiveOp | null;
  readonly statedRanks: number | null;
  readonly hosts: number | null;
  readonly ncclVersion: string | null;
  readonly gpuNames: readonly string[];
  readonly averageBusBytesPerS: number | null;
  /** key="value" pairs of a leading `# meta` line. */
  readonly meta: Readonly<Record<string, string>>;
}

export interface ParsedLog {
  readonly facts: LogFacts;
  readonly tables: readonly LogTable[];
}

/** What the user says about a log that does not say it itself. */
export interface LogLabels {
  readonly op?: CollectiveOp;
  readonly ranks?: number;
  readonly ranksPerNode?: number;
}

const labelled = (facts: LogFacts, { op, ranks }: LogLabels): LogFacts => ({
  ...facts,
  statedOp: facts.statedOp ?? op ?? null,
  statedRanks: facts.statedRanks ?? ranks ?? null,
});

const OPERATION_NAMES: Readonly<Record<string, CollectiveOp>> = {
  all_reduce: 'all-reduce',
  all_gather: 'all-gather',
  reduce_scatter: 'reduce-scatter',
  alltoall: 'all-to-all',
  broadcast: 'broadcast',
  reduce: 'reduce',
  sendrecv: 'send-recv',
};
const OPERATION_PATTERN = /\b(all_reduce|all_gather|reduce_scatter|alltoall|broadcast|reduce|sendrecv)_perf\b/;
const RANK_LINE = /^\s*(?:\S*\s)?#?\s*Rank\s+(\d+)\s.*?\bon\s+(\S+)\s+device\s+\d+\s+\[[^\]]*\]\s*(.*)$/;

/**
 * Reads the text of a log, or the file of option -J: any launcher prefix, any column variant, several tables in one file,
 * truncated or without headers. `labels` stand where the text says nothing. Text that holds no row gives no table.
 */
export function parseLog(text: string, labels: LogLabels = {}): ParsedLog {
  const lines = text.split(/\r?\n/);
  const json = parseJsonLog(text);
  const read = readFacts(lines);
  const facts = labelled(json === null ? read : { ...read, ...statedBy(json) }, labels);
  if (json !== null) {
    const spoilt = json.rows.map(defectOf).filter((defect) => defect !== null);
    const rows = json.rows.filter((row) => defectOf(row) === null);
    return { facts, tables: rows.length === 0 ? [] : [tableOf(rows, facts.statedOp, facts, labels, spoilt)] };
  }
  const tables: LogTable[] = [];
  let rows: LogRow[] = [];
  let spoilt: string[] = [];
  let op = facts.statedOp;
  const flush = () => {
    if (rows.length > 0) tables.push(tableOf(rows, op, facts, labels, spoilt));
    [rows, spoilt] = [[], []];
  };
  lines.forEach((line, index) => {
    const starting = /Collective test starting:\s*(\S+)/.exec(line)?.[1];
    if (starting !== undefined) {
      flush();
      op = OPERATION_NAMES[starting.replace(/_perf$/, '')] ?? op;
      return;
    }
    const row = parseRow(line, index + 1);
    if (row === null) {
      if (isTableBreak(line)) flush();
      else if (beginsAsRow(line)) spoilt.push(`line ${index + 1}: a row whose numbers cannot be read is left out`);
      return;
    }
    const defect = defectOf(row);
    if (defect !== null) {
      spoilt.push(defect);
      return;
    }
    const last = rows.at(-1);
    if (last !== undefined && (row.bytes < last.bytes || differentRun(rows, row))) flush();
    rows.push(row);
  });
  flush();
  return { facts, tables };
}

const statedBy = ({ ranks, hosts, gpuNames, ncclVersion }: JsonLog): Partial<LogFacts> => ({
  statedRanks: ranks,
  hosts,
  gpuNames,
  ncclVersion,
});

/** Headers and section titles start a new table; warnings, ellipses and truncation notes between rows do not. */
function isTableBreak(line: string): boolean {
  return /^\s*=+.*=+\s*$/.test(line) || /#\s*size\s+count\s+type/.test(line) || /#\s*nThread\b/.test(line);
}

/** Rows of one table share the ratio of bus to algorithm bandwidth. */
function differentRun(rows: readonly LogRow[], row: LogRow): boolean {
  const before = ratioInterval(rows);
  const now = ratioInterval([row]);
  return before !== null && now !== null && (now.low > before.high || now.high < before.low);
}

function readFacts(lines: readonly string[]): LogFacts {
  const meta: Record<string, string> = {};
  const hosts = new Set<string>();
  const gpuNames = new Set<string>();
  let statedOp: CollectiveOp | null = null;
  let lastRank = -1;
  let listed = 0;
  let abridged = false;
  let ncclVersion: string | null = null;
  let average: number | null = null;
  for (const line of lines) {
    if (line.startsWith('# meta ')) {
      for (const [, key, value] of line.matchAll(/(\w+)="([^"]*)"/g)) if (key && value !== undefined) meta[key] = value;
      continue;
    }
    const rank = RANK_LINE.exec(line);
    if (rank) {
      lastRank = Math.max(lastRank, Number(rank[1]));
      listed++;
      if (rank[2] !== undefined) hosts.add(rank[2]);
      const name = rank[3]?.trim();
      if (name) gpuNames.add(name);
    }
    if (listed > 0 && /^[\s#\d:]*\.\.\.\s*$/.test(line)) abridged = true;
    const named = OPERATION_PATTERN.exec(line)?.[1];
    if (statedOp === null && named !== undefined) statedOp = OPERATION_NAMES[named] ?? null;
    ncclVersion ??= /(?:NCCL|RCCL) version\s*:?\s*(\S+)/.exec(line)?.[1] ?? null;
    const avg = /Avg bus bandwidth\s*:\s*([\d.eE+-]+)/.exec(line)?.[1];
    if (avg !== undefined) average = Number(avg) * 1e9;
  }
  // A list that was cut says nothing about the number of ranks.
  const whole = lastRank >= 0 && listed === lastRank + 1 && !abridged;
  const ranks = whole ? lastRank + 1 : Number(meta['ranks']) || (lastRank >= 0 && !abridged ? lastRank + 1 : null);
  return {
    statedOp: statedOp ?? OPERATION_NAMES[meta['collective'] ?? ''] ?? null,
    statedRanks: ranks,
    hosts: whole ? hosts.size : null,
    ncclVersion,
    gpuNames: [...gpuNames],
    averageBusBytesPerS: average,
    meta,
  };
}

/** @param spoilt what is wrong with rows that were left out */
function tableOf(
  rows: readonly LogRow[],
  statedOp: CollectiveOp | null,
  facts: LogFacts,
  labels: LogLabels,
  spoilt: readonly string[],
): LogTable {
  const warnings = [...spoilt];
  const op = operationOf(rows, statedOp, warnings);
  const perNode = perNodeOf(facts) ?? labels.ranksPerNode ?? null;
  const evidence = op === null ? recoverRanks(rows, 'broadcast') : recoverRanks(rows, op, perNode ?? 1);
  const stated = facts.statedRanks;
  if (stated !== null && evidence.interval !== null && !inside(stated, evidence.interval)) {
    const { low, high } = evidence.interval;
    warnings.push(
      `the text says ${stated} ranks, but busbw/algbw gives ${low.toFixed(1)} to ${high.toFixed(1)}: ` +
        `${evidence.ranks ?? 'no single value'} is used`,
    );
  }
  for (const row of rows) {
    const off = inconsistency(row);
    if (off !== null) warnings.push(off);
  }
  // Old tests print the largest difference there, a small fraction of rounding.
  const isWrong = ({ wrong }: Half): boolean => wrong !== null && wrong >= 1;
  const wrong = rows.filter(({ outOfPlace, inPlace }) => isWrong(outOfPlace) || isWrong(inPlace));
  if (wrong.length > 0)
    warnings.push(
      `${wrong.length} of ${rows.length} rows report wrong results: their times are used, and that cluster needs a look`,
    );
  const agreed = stated !== null && inside(stated, evidence.interval) ? stated : null;
  const ranks = agreed ?? evidence.ranks;
  return {
    op,
    ranks,
    ranksPerNode: ranks === null || perNode === null ? null : Math.min(ranks, perNode),
    evidence,
    rows,
    warnings,
  };
}

/** Ranks a node of a whole rank list; else what a `# meta` line says. */
function perNodeOf({ hosts, statedRanks, meta }: LogFacts): number | null {
  if (hosts !== null && statedRanks !== null && statedRanks % hosts === 0) return statedRanks / hosts;
  return Number(meta['gpus_per_node']) || null;
}

/** The operation that rows prove, where they do: element quotient, reduction column and the ratio tell most apart. */
function operationOf(rows: readonly LogRow[], stated: CollectiveOp | null, warnings: string[]): CollectiveOp | null {
  const proven = provenOperations(rows);
  if (stated !== null && (proven.length === 0 || proven.includes(stated))) return stated;
  if (stated !== null) warnings.push(`the text says ${stated}, but the rows are those of ${proven.join(' or ')}`);
  return proven.length === 1 ? (proven[0] ?? null) : null;
}

function provenOperations(rows: readonly LogRow[]): readonly CollectiveOp[] {
  const ratio = ratioInterval(rows);
  if (ratio === null) return [];
  const middle = (ratio.low + ratio.high) / 2;
  const { quotient } = recoverRanks(rows, 'broadcast');
  const reduces = rows.some((row) => row.reduction !== null && row.reduction !== 'none');
  const unchecked =
    rows.every((row) => row.inPlace.wrong === null) && rows.some((row) => row.outOfPlace.wrong !== null);
  if (quotient === 1 || (quotient === null && middle > 1)) {
    if (middle > 1.01) return ['all-reduce'];
    return reduces ? ['all-reduce', 'reduce'] : ['broadcast', 'send-recv'];
  }
  if (quotient === null) return [];
  if (reduces) return ['reduce-scatter'];
  return unchecked ? ['all-to-all'] : ['all-gather', 'all-to-all'];
}

/** size / time = algbw within 2 %, from 4 MiB up where enough digits are printed. */
function inconsistency(row: LogRow): string | null {
  if (row.bytes < 2 ** 22) return null;
  for (const half of [row.outOfPlace, row.inPlace]) {
    const expected = row.bytes / half.timeS;
    if (Math.abs(expected - half.algorithmBytesPerS) > 0.02 * expected + 0.02e9) {
      return `line ${row.line}: size / time is ${(expected / 1e9).toFixed(2)} GB/s, printed ${(half.algorithmBytesPerS / 1e9).toFixed(2)}`;
    }
  }
  return null;
}
