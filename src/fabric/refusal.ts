import type { FabricOutcome, FabricRefusal } from './types.ts';

/** A refusal as the value it is inside the room. */
export const refusal = (limit: string, message: string, help: string): FabricRefusal => ({ limit, message, help });

/** A refusal as the outcome of a build. */
export const refused = (limit: string, message: string, help: string): FabricOutcome => ({
  ok: false,
  refusal: refusal(limit, message, help),
});

export const isRefusal = (value: object): value is FabricRefusal => 'limit' in value && 'help' in value;
