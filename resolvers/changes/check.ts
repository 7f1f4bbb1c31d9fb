import { later, type MaybePromise } from '../../datasources/maybe-promise.ts';
import type { Context } from '../context.ts';
import type { FeedCheck, LoggedChange } from '../feed.ts';

/** That something belongs to an owner. */
export interface Belonging<T> {
  /** The owner's type. */
  readonly owner: string;
  /** The owner's id in its own system. */
  readonly id: string;
  /** Whose a record is. */
  readonly of: (record: T) => string | null | undefined;
}

/**
 * Looks at what something is now: whether it is like `conditions` say and, where a change does not tell whose it is, whether it belongs as
 * is asked. Null stands for no condition. What is not there any more is told of, as nobody knows what it was.
 */
export function checkNow<T>(
  load: (id: string, context: Context) => MaybePromise<T | null>,
  conditions: readonly (((record: T) => boolean) | null)[],
  belongings: readonly (Belonging<T> | null)[] = [],
): FeedCheck | null {
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

/** That something belongs to an owner, for {@link checkNow}; null where none is asked for. */
export function belongsTo<T>(owner: string, id: string | null, of: Belonging<T>['of']): Belonging<T> | null {
  return id === null ? null : { owner, id, of };
}

function isInDoubt({ owners, ownersUnknown }: LoggedChange, owner: string, id: string): boolean {
  return ownersUnknown && ![owners[owner] ?? []].flat().includes(id);
}
