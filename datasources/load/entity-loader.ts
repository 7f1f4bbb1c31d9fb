import type { Id } from '../ids.ts';
import type { Loader } from './loader.ts';

/**
 * Loads entities for one request: all that is asked for in one tick becomes one batch, and no entity is asked for twice.
 */
export class EntityLoader<Entity extends string, T extends object> {
  readonly #records: Loader<Id<Entity>, null, T | null>;

  constructor(records: Loader<Id<Entity>, null, T | null>) {
    this.#records = records;
  }

  /** The record of an id, null where the system has none; at once where it is here. Rejects with what made the read fail. */
  load(id: Id<Entity>): T | null | Promise<T | null> {
    return this.#records.load(id, null);
  }

  /** The record if it is here (null: known to be missing); undefined where it must be loaded. */
  peek(id: Id<Entity>): T | null | undefined {
    return this.#records.peek(id, null);
  }

  /** Gives an entity that this request has changed its new record. */
  replace(id: Id<Entity>, record: T): void {
    this.#records.set(id, null, record);
  }

  /** Forgets an entity, so that the next who asks reads it anew. */
  forget(id: Id<Entity>): void {
    this.#records.forget(id, null);
  }
}
