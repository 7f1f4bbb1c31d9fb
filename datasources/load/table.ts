import type { ListReads, SystemCache } from '../cache/system-cache.ts';
import { listTag, recordsTag } from '../cache/tags.ts';
import type { Id, Ref } from '../ids.ts';
import { later, type MaybePromise } from '../maybe-promise.ts';
import type { RequestScope, Shared } from '../scope.ts';

/** Reference data so small that it is always read in full: territories, accounts. */
export type TableReads<T> = ListReads<null, readonly T[]>;

/** Defines reads of such data, in one call for the whole table. */
export function tableReads<Entity extends string, T extends Ref<Entity>>(
  cache: SystemCache,
  entity: Entity,
  read: (call: Shared) => Promise<readonly T[]>,
): TableReads<T> {
  const tags = () => [listTag(entity), recordsTag(entity)];
  return cache.list(`all ${entity}`, { tags, read: (_, call) => read(call) });
}

/** Such data as read by one request. */
export class Table<Entity extends string, T extends Ref<Entity>> {
  readonly byId: TableRecords<Entity, T>;
  readonly #reads: TableReads<T>;
  readonly #scope: RequestScope;

  constructor(reads: TableReads<T>, scope: RequestScope) {
    this.#reads = reads;
    this.#scope = scope;
    this.byId = {
      peek: (id) => {
        const all = scope.reads.of(reads).peek('', null);
        return all && (recordsById(all).get(id) ?? null);
      },
      load: (id) => later(this.all(), (all) => recordsById(all).get(id) ?? null),
      want: () => scope.reads.of(reads).with(null).want(''),
    };
  }

  /** All records, in the system's order. */
  all(): MaybePromise<readonly T[]> {
    return this.#scope.reads.list(this.#reads, null);
  }
}

/** The records of a table by id, with the methods of entity loaders. */
export interface TableRecords<Entity extends string, T> {
  /** The record if it is available (null: it does not exist); undefined if the table must be loaded. */
  readonly peek: (id: Id<Entity>) => T | null | undefined;
  readonly load: (id: Id<Entity>) => MaybePromise<T | null>;
  /** Requests the table; see `Lookup.want`. */
  readonly want: (id: Id<Entity>) => Promise<unknown>;
}

const indexes = new WeakMap<object, ReadonlyMap<string, unknown>>();

/** Returns the index of a table. Tables are immutable and shared, so each is indexed once. */
function recordsById<T extends Ref<string>>(all: readonly T[]): ReadonlyMap<string, T> {
  let index = indexes.get(all) as ReadonlyMap<string, T> | undefined;
  if (!index) {
    index = new Map(all.map((record) => [record.id, record]));
    indexes.set(all, index);
  }
  return index;
}
