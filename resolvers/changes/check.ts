import { later, type MaybePromise } from '../../datasources/maybe-promise.ts';
import type { Context } from '../context.ts';
import type { EntityCheck } from '../subscription-field.ts';
import { parseOptionalId } from '../global-id.ts';
import { isOwnedBy } from './filters.ts';

/** The condition that an entity belongs to an owner. */
export interface Belonging<T> {
  /** The owner's type. */
  readonly owner: string;
  /** The owner's id in its own system. */
  readonly id: string;
  /** Returns the id of the owner of a record. */
  readonly of: (record: T) => string | null | undefined;
}

/**
 * The condition that an entity belongs to the owner with this global id; null if none is given. Throws InputError for a text that is not a
 * global id of the owner's type.
 */
export function belongsTo<T>(
  owner: string,
  globalId: string | null | undefined,
  of: Belonging<T>['of'],
): Belonging<T> | null {
  const id = parseOptionalId(owner, globalId);
  return id === null ? null : { owner, id, of };
}

/**
 * Checks the current state of an entity: whether it meets `conditions` (null stands for none) and, if the change does not name its owners,
 * whether it has the requested ones. A change to an entity that no longer exists passes, because its last state is unknown.
 */
export function checkNow<T>(
  load: (id: string, context: Context) => MaybePromise<T | null>,
  conditions: readonly (((record: T) => boolean) | null)[],
  belongings: readonly Belonging<T>[],
): EntityCheck | null {
  const tests = conditions.filter((test) => test !== null);
  if (tests.length + belongings.length === 0) return null;
  return (change, context) => {
    const inDoubt = belongings.filter(
      ({ owner, id }) => change.ownersUnknown && !isOwnedBy(change, owner, id),
    );
    if (tests.length + inDoubt.length === 0) return true;
    return later(load(change.id, context), (record) => {
      if (record === null) return true;
      return inDoubt.every(({ id, of }) => of(record) === id) && tests.every((test) => test(record));
    });
  };
}
