import { randomUUID } from 'node:crypto';
import { InputError, type Outcome, type Refusal } from '../datasources/errors.ts';
import type { UserError } from './generated/types.ts';

/** Leaves room for the step names that a saga appends, within the 255 characters that systems commonly accept. */
const MAX_KEY = 128;

/**
 * The idempotency key of a mutation: the client's, or a fresh one that covers the gateway's own retries. Throws InputError for a key that
 * cannot be sent in a header field.
 */
export function keyOf(args: { readonly idempotencyKey?: string | null }): string {
  const { idempotencyKey: key = null } = args;
  if (key === null) return randomUUID();
  if (key.length <= MAX_KEY && /^[\x21-\x7e]+$/.test(key)) return key;
  throw new InputError(
    `"idempotencyKey" must be 1 to ${MAX_KEY} visible ASCII characters without spaces, such as a UUID.`,
  );
}

/** Arguments beside `input`. */
const BESIDE_INPUT = ['id', 'idempotencyKey'];

/** Converts a refusal to the payload's errors, one per part; `prefix` is the path of the argument that the refused fields belong to. */
export function userErrors(refusal: Refusal, prefix: readonly string[] = ['input']): UserError[] {
  return (refusal.parts ?? [refusal]).map(({ field, message }) => {
    const path = BESIDE_INPUT.includes(field[0] ?? '') ? field : [...prefix, ...field];
    return { path, code: refusal.code, message };
  });
}

/** The payload of a mutation: the record under its name, or the reasons for refusal. */
export function payloadOf<Field extends string, T>(
  field: Field,
  outcome: Outcome<T>,
  prefix?: readonly string[],
) {
  const value = outcome.ok ? outcome.value : null;
  const errors = outcome.ok ? [] : userErrors(outcome.refusal, prefix);
  return { [field]: value, userErrors: errors } as Record<Field, T | null> & { userErrors: UserError[] };
}
