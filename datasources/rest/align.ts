import { idOf, type Id, type Ref } from '../ids.ts';
import { ContractError } from './errors/contract.ts';

/** The result of a batch read: each id with its record, or with an error that concerns this id only. */
export type Records<Entity extends string, T> = ReadonlyMap<Id<Entity>, T | Error>;

/**
 * Matches the records of a batch to their ids. A record that breaks the contract becomes the error of its own id and affects no other; if
 * not even its id can be read, the whole batch is in doubt and the error is thrown.
 */
export function alignById<Entity extends string, T extends Ref<Entity>>(
  records: readonly unknown[],
  idField: string,
  toRecord: (wire: unknown) => T,
): Records<Entity, T> {
  const found = new Map<Id<Entity>, T | Error>();
  for (const wire of records) {
    try {
      const record = toRecord(wire);
      found.set(record.id, record);
    } catch (error) {
      const id = (wire as Record<string, unknown> | null)?.[idField];
      if (!(error instanceof ContractError) || (typeof id !== 'string' && typeof id !== 'number'))
        throw error;
      found.set(idOf(id), error);
    }
  }
  return found;
}
