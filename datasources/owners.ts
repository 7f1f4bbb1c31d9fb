import type { ReportedChange } from './changes.ts';
import { ContractError } from './rest/errors/contract.ts';

/** The owners of an entity, by type. */
export type Owners = ReportedChange['owners'];

/**
 * Returns the owners of records that were found by id. A record that breaks its contract is left out, like a missing one: its owners are
 * unknown. Throws any other error, as a retry may help.
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
