import { InputError } from '../errors.ts';
import { inChunks } from '../rest/chunk.ts';
import type { RestClient } from '../rest/client.ts';

export { textOf } from '../text.ts';

/** Longer than the ids of the shop can be. */
const NOBODY = Number.MAX_SAFE_INTEGER;

/** Whether the shop could have such an id: its ids are whole numbers from 1. */
export function isNumber(id: string): boolean {
  return /^[1-9]\d{0,14}$/.test(id);
}

/** An id as the number the shop knows it by. Throws InputError where it cannot be one of the shop's. */
export function numberOf(id: string): number {
  if (isNumber(id)) return Number(id);
  throw new InputError(`"${id.slice(0, 60)}" cannot be an id here: the shop's ids are whole numbers.`);
}

/**
 * An id as a condition; null stays null. Instead of one that the shop cannot have it is asked for one that nothing has:
 * nothing meets the condition.
 */
export function optionalNumberOf(id: string | null): number | null {
  if (id === null) return null;
  return isNumber(id) ? Number(id) : NOBODY;
}

/** An amount to compare with, as the shop takes it. Throws InputError on what is negative, too large or too fine. */
export function amountOf(argument: string, amount: string | null): string | null {
  if (amount === null || /^\d{1,8}(\.\d{1,4})?$/.test(amount)) return amount;
  throw new InputError(
    `"${argument}" must be from 0 to 99999999.9999 with up to four decimal places, got ${amount}.`,
  );
}

/**
 * Reads something for many keys in as few calls as the shop's limit allows. Keys that cannot be the shop's
 * are left out, so that they do not spoil the call for the others.
 */
export async function forKeys<Key extends string, T>(
  { maxBatch }: Pick<RestClient, 'maxBatch'>,
  keys: readonly Key[],
  read: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, T | Error>>,
): Promise<ReadonlyMap<Key, T | Error>> {
  const possible = keys.filter(isNumber);
  return possible.length > 0 ? inChunks(possible, maxBatch, read) : new Map();
}
