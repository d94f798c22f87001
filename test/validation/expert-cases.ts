import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { expertExchangeCost } from '../../src/collectives/expert-exchange.ts';
import type { ExpertLoad } from '../../src/collectives/types.ts';
import { machine } from '../collectives/machine.ts';
import type { ErrorSummary } from './statistics.ts';
import { summarizeErrors } from './statistics.ts';

/** One measured dispatch or combine against the model. */
export interface ExpertOutcome {
  readonly set: string;
  readonly id: string;
  readonly measured_s: number;
  readonly predicted_s: number;
  readonly error_fraction: number;
}

interface DeepEpRow {
  readonly nodes: number;
  readonly gpus: number;
  readonly experts?: number;
  readonly tokens_per_rank: number;
  readonly sms?: number;
  readonly dispatch_us: number;
  readonly combine_us: number;
}
interface RackRow {
  readonly op: 'dispatch' | 'combine';
  readonly ep: number;
  readonly points: readonly [number, number][];
}

const HIDDEN = 7168;
const TOP_K = 8;
const EXPERTS = 256;
/** fp8 with one fp32 scale per 128 elements. */
const FP8_BYTES = HIDDEN * (1 + 4 / 128);
const BF16_BYTES = HIDDEN * 2;
/** The usual share of multiprocessors, for which the constants stand. */
const USUAL_SMS = 20;
/** Single points below this jump: warm-up noise of the source. */
const RACK_TOKENS_FROM = 32;

const rows = <T>(file: string): T[] =>
  (parse(readFileSync(new URL(`./data/collectives/${file}.yaml`, import.meta.url), 'utf8')) as { rows: T[] }).rows;

function deepEp(set: string, kernel: ExpertLoad['kernel']): ExpertOutcome[] {
  return rows<DeepEpRow>(set)
    .filter(({ sms }) => sms === undefined || sms === USUAL_SMS)
    .flatMap((row) =>
      (['dispatch', 'combine'] as const).map((direction) => {
        const load = {
          direction,
          kernel,
          tokensPerRank: row.tokens_per_rank,
          bytesPerToken: direction === 'dispatch' ? FP8_BYTES : BF16_BYTES,
          topK: TOP_K,
          experts: row.experts ?? EXPERTS,
        };
        const predicted = expertExchangeCost(load, { ranks: row.gpus, stride: 1 }, machine()).timeS;
        const measured = row[`${direction}_us`] * 1e-6;
        return {
          set,
          id: `${direction} ep${row.gpus} ${row.tokens_per_rank} tokens`,
          measured_s: measured,
          predicted_s: predicted,
          error_fraction: predicted / measured - 1,
        };
      }),
    );
}

function rack(): ExpertOutcome[] {
  const set = 'gb200_nvl72_moe_alltoall';
  const nvl72 = machine({ generation: 'blackwell', scaleUpGBs: 900, domain: 72, perNode: 4, nics: 4, gpus: 72 });
  return rows<RackRow>(set).flatMap(({ op, ep, points }) =>
    points
      .filter(([tokens]) => tokens >= RACK_TOKENS_FROM)
      .map(([tokens, us]) => {
        const load: ExpertLoad = {
          direction: op,
          kernel: 'throughput',
          tokensPerRank: tokens,
          bytesPerToken: BF16_BYTES,
          topK: TOP_K,
          experts: EXPERTS,
        };
        const predicted = expertExchangeCost(load, { ranks: ep, stride: 1 }, nvl72).timeS;
        return {
          set,
          id: `${op} ep${ep} ${tokens} tokens`,
          measured_s: us * 1e-6,
          predicted_s: predicted,
          error_fraction: predicted / (us * 1e-6) - 1,
        };
      }),
  );
}

/** Expert dispatch and combine, three measured sets; all three served to set constants. */
export function expertOutcomes(): readonly ExpertOutcome[] {
  return [
    ...deepEp('deepep_h100_multinode', 'throughput'),
    ...deepEp('deepep_h100_lowlatency', 'low-latency'),
    ...rack(),
  ];
}

export function expertSummaries(outcomes: readonly ExpertOutcome[]): readonly (ErrorSummary & { set: string })[] {
  return [...new Set(outcomes.map(({ set }) => set))].map((set) => ({
    set,
    ...summarizeErrors(outcomes.filter((o) => o.set === set).map(({ error_fraction }) => error_fraction)),
  }));
}
