import DataLoader from 'dataloader';
import type { Id } from '../ids.ts';

/** What a batch read found: each id with its record, or with the error that concerns this id alone. */
export type Found<Entity extends string, T> = ReadonlyMap<Id<Entity>, T | Error>;

/** How one kind of entity is read from its system. */
export interface EntityReader<Entity extends string, T> {
  /** Whether the system could have such an id; others are unknown without asking. */
  readonly isId: (id: Id<Entity>) => boolean;
  /** Reads a batch. Ids without a record are left out of the answer, which may come in any order. */
  readonly read: (ids: readonly Id<Entity>[]) => Promise<Found<Entity, T>>;
}

/**
 * Loads entities for one request: all that is asked for in one tick becomes one batch, and no entity is
 * asked for twice. Answers are matched to questions by id, never by position.
 */
export class EntityLoader<Entity extends string, T extends object> {
  readonly #known = new Map<Id<Entity>, T | null>();
  readonly #loader: DataLoader<Id<Entity>, T | null>;
  readonly #reader: EntityReader<Entity, T>;

  constructor(reader: EntityReader<Entity, T>) {
    this.#reader = reader;
    this.#loader = new DataLoader((ids) => this.#readBatch(ids));
  }

  /** The record of an id, null where the system has none; rejects with what made the read fail. */
  load(id: Id<Entity>): Promise<T | null> {
    return this.#loader.load(id);
  }

  /** The record if this request has it already (null: known to be missing); undefined where it must be loaded. */
  peek(id: Id<Entity>): T | null | undefined {
    return this.#known.get(id);
  }

  /** Takes a record that came with a list, so that nobody asks for it again. */
  prime(id: Id<Entity>, record: T): void {
    this.#known.set(id, record);
    this.#loader.prime(id, record);
  }

  /** Gives an entity that this request has changed its new record. */
  replace(id: Id<Entity>, record: T): void {
    this.forget(id);
    this.prime(id, record);
  }

  /** Forgets an entity, so that the next who asks reads it anew. */
  forget(id: Id<Entity>): void {
    this.#known.delete(id);
    this.#loader.clear(id);
  }

  async #readBatch(ids: readonly Id<Entity>[]): Promise<(T | Error | null)[]> {
    const possible = ids.filter((id) => this.#reader.isId(id));
    const found = possible.length > 0 ? await this.#reader.read(possible) : new Map<Id<Entity>, T | Error>();
    return ids.map((id) => {
      const record = found.get(id) ?? null;
      if (!(record instanceof Error)) this.#known.set(id, record);
      return record;
    });
  }
}
