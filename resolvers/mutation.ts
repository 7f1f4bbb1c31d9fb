import { randomUUID } from 'node:crypto';
import type { Outcome, Refusal } from '../datasources/errors.ts';
import type { UserError } from './generated/types.ts';

/** The key under which a mutation takes effect once: the caller's, or a fresh one that covers our own retries. */
export function keyOf(args: { readonly idempotencyKey?: string | null }): string {
  return args.idempotencyKey ?? randomUUID();
}

/** A refusal as the payload shows it; `prefix` is the argument that the refused field belongs to. */
export function userErrors(refusal: Refusal, prefix: readonly string[] = ['input']): UserError[] {
  const path = refusal.field[0] === 'id' ? refusal.field : [...prefix, ...refusal.field];
  return [{ path, code: refusal.code, message: refusal.message }];
}

/** The payload of a mutation: what was written under its name, or why it was refused. */
export function payloadOf<Field extends string, T>(
  field: Field,
  outcome: Outcome<T>,
  prefix?: readonly string[],
) {
  const value = outcome.ok ? outcome.value : null;
  const errors = outcome.ok ? [] : userErrors(outcome.refusal, prefix);
  return { [field]: value, userErrors: errors } as Record<Field, T | null> & { userErrors: UserError[] };
}
