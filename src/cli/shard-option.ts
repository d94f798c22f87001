import { badUsage } from '../diagnostics/messages/usage.ts';
import { quote } from '../diagnostics/printable.ts';
import { type Shard, WHOLE } from '../planning/shard.ts';
import { UsageError } from './usage-error.ts';

/** `3/16`. @throws UsageError */
export function shardOption(text: string | undefined): Shard {
  if (text === undefined) return WHOLE;
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || of === undefined || index < 1 || index > of) {
    throw new UsageError(badUsage(`--shard ${quote(text)} is not i/n with i from 1 to n`, 'write --shard 1/16'));
  }
  return { index, of };
}
