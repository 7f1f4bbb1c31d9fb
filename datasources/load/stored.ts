import { mapOutcome, type Outcome } from '../errors.ts';
import type { Id, Ref } from '../ids.ts';
import type { EntityLoader } from './entity-loader.ts';

/**
 * Returns the entity that a write stored, and makes it known to the request. A replay returns the result of the first time, which may have
 * changed since: then the entity is forgotten, so that the next use reads it again.
 */
export function storedIn<Entity extends string, T extends Ref<Entity>>(
  byId: EntityLoader<Entity, T>,
  outcome: Outcome<unknown>,
  toRecord: (payload: unknown) => T,
): Outcome<T> {
  const stored = mapOutcome(outcome, toRecord);
  if (!stored.ok) return stored;
  const id: Id<Entity> = stored.value.id;
  if (stored.replayed) byId.forget(id);
  else byId.replace(id, stored.value);
  return stored;
}
