import { InputError } from '../errors.ts';
import { inChunks } from '../rest/chunk.ts';
import type { RestClient } from '../rest/client.ts';
import type { Sort } from '../sort.ts';
import { isPossibleId } from './ids.ts';

/** Larger than any id of the shop. */
const NO_ROW = Number.MAX_SAFE_INTEGER;

/** Converts an id to the shop's number. Throws InputError if it is impossible in the shop. */
export function numberOf(id: string): number {
  if (isPossibleId(id)) return Number(id);
  throw new InputError(`"${id.slice(0, 60)}" cannot be an id here: the shop's ids are whole numbers.`);
}

/** Converts an id used as a condition; null stays null. An impossible id becomes one that no row has, so that nothing matches. */
export function optionalNumberOf(id: string | null): number | null {
  if (id === null) return null;
  return isPossibleId(id) ? Number(id) : NO_ROW;
}

/** Checks an amount to compare with against the shop's format. Throws InputError if it is negative, too large or too precise. */
export function amountOf(argument: string, amount: string | null): string | null {
  if (amount === null || /^\d{1,8}(\.\d{1,4})?$/.test(amount)) return amount;
  throw new InputError(
    `"${argument}" must be from 0 to 99999999.9999 with up to four decimal places, got ${amount}.`,
  );
}

/** An order in the shop's terms, such as `-total`; `fields` are its names of what rows are ordered by. */
export function sortOf<By extends string>(fields: Readonly<Record<By, string>>, sort: Sort<By>): string {
  return `${sort.descending ? '-' : ''}${fields[sort.by]}`;
}

/**
 * Reads values for many keys in as few calls as the shop's limit allows. Keys that are impossible in the shop are left out, so that they do
 * not fail the call for the others.
 */
export async function forKeys<Key extends string, T>(
  { maxBatch }: Pick<RestClient, 'maxBatch'>,
  keys: readonly Key[],
  read: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, T | Error>>,
): Promise<ReadonlyMap<Key, T | Error>> {
  const possible = keys.filter(isPossibleId);
  return possible.length > 0 ? inChunks(possible, maxBatch, read) : new Map();
}
