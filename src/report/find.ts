import type { GpusAnswer } from '../planning/inverse/gpus.ts';
import type { NicAnswer } from '../planning/inverse/nic-bandwidth.ts';
import type { OversubscriptionAnswer } from '../planning/inverse/oversubscription.ts';
import { formatCount, formatLinkRate, formatNumber, formatPercent, formatTime, formatUsd } from '../units/format.ts';
import { jsonText } from './json.ts';
import { planSizes } from './plan-sizes.ts';
import type { Painter } from './reporter.ts';
import { starOf } from './sections/star.ts';

/** The answer to `search --find`. */
export type FoundAnswer = { readonly found: boolean } & (
  | { readonly question: 'oversubscription'; readonly keep: number; readonly answer: OversubscriptionAnswer }
  | { readonly question: 'nic-bandwidth'; readonly keep: number; readonly answer: NicAnswer }
  | {
      readonly question: 'gpus';
      readonly deadlineS: number;
      readonly answer: GpusAnswer | null;
      /** The spec states a parallel plan, which is not kept: it is chosen anew at each count. */
      readonly planStated: boolean;
    }
);

export function answerJson(found: FoundAnswer): string {
  const head = { format_version: '1.0', question: found.question };
  switch (found.question) {
    case 'oversubscription':
      return jsonText({
        ...head,
        keep_fraction: found.keep,
        oversubscription: found.answer.ratio,
        step_time_s: found.answer.stepTimeS,
        non_blocking_step_time_s: found.answer.nonBlockingStepTimeS,
        lower_ratios_that_keep_less: found.answer.worse,
      });
    case 'nic-bandwidth':
      return jsonText({
        ...head,
        keep_fraction: found.keep,
        compute_bound_bytes_per_s: found.answer.computeBoundBytesPerS,
        keeping_bytes_per_s: found.answer.keepingBytesPerS,
        stated_bytes_per_s: found.answer.statedBytesPerS,
        infinite_network_step_time_s: found.answer.infiniteStepTimeS,
      });
    default:
      return jsonText({
        ...head,
        deadline_s: found.deadlineS,
        gpus: found.answer?.gpus ?? null,
        run_time_s: found.answer?.result.training.run_time_s ?? null,
        run_usd: found.answer?.result.cost.run_usd ?? null,
        stated_plan_dropped: found.planStated,
        plan: found.answer?.result.plan ?? null,
        too_few:
          found.answer?.tooFew == null
            ? null
            : { gpus: found.answer.tooFew.gpus, run_time_s: found.answer.tooFew.runTimeS },
      });
  }
}

export function answerText(found: FoundAnswer, paint: Painter): string {
  return `${linesOf(found, paint).join('\n')}\n`;
}

function linesOf(found: FoundAnswer, paint: Painter): readonly string[] {
  const yes = paint.green('✓');
  const no = paint.red('✗');
  switch (found.question) {
    case 'oversubscription': {
      const { ratio, stepTimeS, nonBlockingStepTimeS, unlimited, worse } = found.answer;
      if (ratio === null || stepTimeS === null || nonBlockingStepTimeS === null)
        return [`${no} the non-blocking fabric cannot be built`];
      const kept = formatPercent(nonBlockingStepTimeS / stepTimeS);
      const most = unlimited
        ? 'the highest that was tried'
        : `every higher ratio that was tried keeps less than ${formatPercent(found.keep)}`;
      return [
        `${yes} ${formatNumber(ratio)}:1 oversubscription keeps ${kept} of the throughput; ${most}`,
        `  step ${formatTime(stepTimeS)}, non-blocking ${formatTime(nonBlockingStepTimeS)}, with one parallel plan for all ratios`,
        ...(worse.length === 0
          ? []
          : [
              `  ${worse.map((each) => `${formatNumber(each)}:1`).join(', ')} ${worse.length === 1 ? 'keeps' : 'keep'} less: leaves of ${worse.length === 1 ? 'its' : 'their'} size cut groups apart`,
            ]),
      ];
    }
    case 'nic-bandwidth': {
      const {
        computeBoundBytesPerS: turns,
        keepingBytesPerS: keeps,
        statedBytesPerS: stated,
        infiniteStepTimeS,
      } = found.answer;
      const rate = (value: number): string => (value === 0 ? 'any rate' : formatLinkRate(value));
      return [
        `  the spec's NIC: ${formatLinkRate(stated)}`,
        turns === null
          ? `${no} bound by the network at any rate: latency, or the scale-up domain`
          : `${yes} not bound by the network from ${rate(turns)} a NIC`,
        keeps === null
          ? `  no rate keeps ${formatPercent(found.keep)} of the infinite network's throughput: latency alone costs more`
          : `  ${formatPercent(found.keep)} of the infinite network's throughput from ${rate(keeps)} a NIC (step ${formatTime(infiniteStepTimeS)} there)`,
      ];
    }
    default: {
      const { answer, deadlineS } = found;
      if (answer === null) return [`${no} no count of GPUs that was tried finishes in ${formatTime(deadlineS)}`];
      const { run_time_s: run } = answer.result.training;
      const usd = answer.result.cost.run_usd;
      const few = answer.tooFew;
      const { plan } = answer.result;
      const dropped = `chosen anew at each count${found.planStated ? '; the plan of the spec is not kept' : ''}`;
      const price = usd === null ? '' : `, ${formatUsd(usd)}${starOf(answer.result, 'cost.run_usd')}`;
      return [
        `${yes} ${formatCount(answer.gpus)} GPUs finish in ${run === null ? 'unknown time' : formatTime(run)}${price}`,
        `  plan ${planSizes({ ...plan, virtual: plan.virtual_pipeline, micro: plan.micro_batch })} shard:${plan.sharding} redo:${plan.recompute}, ${dropped}`,
        ...(few === null
          ? []
          : [
              `  ${formatCount(few.gpus)} GPUs ${few.runTimeS === null ? 'cannot run it' : `take ${formatTime(few.runTimeS)}`}`,
            ]),
      ];
    }
  }
}
