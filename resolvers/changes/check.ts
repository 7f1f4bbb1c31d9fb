import { later, type MaybePromise } from '../../datasources/maybe-promise.ts';
import type { Context } from '../context.ts';
import type { EntityCheck, LoggedChange } from '../subscription-field.ts';

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
 * Checks the current state of an entity: whether it meets `conditions` and, if the change does not name its owners, whether it has the
 * requested ones. Null stands for no condition. A change to an entity that no longer exists passes, because its last state is unknown.
 */
export function checkNow<T>(
  load: (id: string, context: Context) => MaybePromise<T | null>,
  conditions: readonly (((record: T) => boolean) | null)[],
  belongings: readonly (Belonging<T> | null)[] = [],
): EntityCheck | null {
  const tests = conditions.filter((test) => test !== null);
  const asked = belongings.filter((belonging) => belonging !== null);
  if (tests.length + asked.length === 0) return null;
  return (change, context) => {
    const inDoubt = asked.filter(({ owner, id }) => isInDoubt(change, owner, id));
    if (tests.length + inDoubt.length === 0) return true;
    return later(load(change.id, context), (record) => {
      if (record === null) return true;
      return inDoubt.every(({ id, of }) => of(record) === id) && tests.every((test) => test(record));
    });
  };
}

/** A belonging condition for {@link checkNow}; null if no owner is requested. */
export function belongsTo<T>(owner: string, id: string | null, of: Belonging<T>['of']): Belonging<T> | null {
  return id === null ? null : { owner, id, of };
}

function isInDoubt({ owners, ownersUnknown }: LoggedChange, owner: string, id: string): boolean {
  return ownersUnknown && ![owners[owner] ?? []].flat().includes(id);
}
