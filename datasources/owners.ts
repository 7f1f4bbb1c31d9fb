import type { ToldChange } from './changes.ts';
import { ContractError } from './rest/errors/contract.ts';

/** Whose something is, by type. */
export type Owners = ToldChange['owners'];

/**
 * The owners of records that were found by their ids. A record that breaks its contract is left out, like one that is not there:
 * whose it is, is not known. Throws any other error, as asking again may help.
 */
export function ownersIn<T>(
  records: ReadonlyMap<string, T | Error>,
  ownersOf: (record: T) => Owners,
): ReadonlyMap<string, Owners> {
  const owners = new Map<string, Owners>();
  for (const [id, record] of records) {
    if (!(record instanceof Error)) owners.set(id, ownersOf(record));
    else if (!(record instanceof ContractError)) throw record;
  }
  return owners;
}
