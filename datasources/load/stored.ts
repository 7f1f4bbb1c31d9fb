import { mapOutcome, type Outcome } from '../errors.ts';
import type { Id, Ref } from '../ids.ts';
import type { EntityLoader } from './entity-loader.ts';

/**
 * What a write stored, which the request knows from then on. A replay answers as things were at the first time, and
 * they may have changed since: then nothing is kept, so that whoever asks for a field reads the entity anew.
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
