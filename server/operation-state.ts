import { isRecord } from '../datasources/is-record.ts';
import type { Context } from '../resolvers/context.ts';
import type { Arrival } from './arrival.ts';
import type { Account } from './rate/account.ts';

/** What an operation carries through the engine, beside its context. */
export interface OperationState {
  /** How it arrived; null if nobody follows that. */
  readonly arrival: Arrival | null;
  /** The account that pays for it; null if there is no limit. */
  readonly account: Account | null;
}

const NOTHING: OperationState = { arrival: null, account: null };

/** Keyed by what all copies of a context share: Apollo Server passes on copies, one for each operation of a batch. */
const states = new WeakMap<Context['reads'], OperationState>();

/** Gives a context the state of its operations. Returns the context. */
export function attachState(context: Context, state: OperationState): Context {
  states.set(context.reads, state);
  return context;
}

/** The state of a context's operations. */
export function stateOf({ reads }: Context): OperationState {
  return states.get(reads) ?? NOTHING;
}

const refusals = new WeakMap<Context['reads'], Set<string>>();

/** Notes the codes of the `userErrors` of a mutation's payload, whether or not the caller selects them. */
export function noteRefusals({ reads }: Context, payload: unknown): void {
  const errors = isRecord(payload) ? payload['userErrors'] : null;
  if (!Array.isArray(errors) || errors.length === 0) return;
  const codes = refusals.get(reads) ?? new Set();
  for (const { code } of errors as readonly { readonly code: string }[]) codes.add(code);
  refusals.set(reads, codes);
}

/** The codes of all `userErrors` of an operation. */
export function refusalsOf({ reads }: Context): Iterable<string> {
  return refusals.get(reads) ?? [];
}
