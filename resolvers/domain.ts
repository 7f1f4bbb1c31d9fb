import { idOf, type Id, type Ref } from '../datasources/ids.ts';
import type { System } from '../datasources/system.ts';
import type { Context } from './context.ts';
import type { Resolvers } from './generated/types.ts';
import { later, type MaybePromise } from '../datasources/maybe-promise.ts';
import { markRecordField } from './record-field.ts';

/**
 * A domain: one file in `schema/` and one in `resolvers/`, of the same name. It owns its entities and may add fields to those of other
 * domains.
 */
export interface Domain {
  /** The systems its resolvers use. */
  readonly systems: readonly System<unknown>[];
  /** The entities it owns, by type name. */
  readonly entities: Readonly<Record<string, Entity>>;
  readonly resolvers: Resolvers;
  /** Whether it describes this process rather than the company's data; no subgraph is made of it then. Default false. */
  readonly isOfProcess?: boolean;
}

/** An entity, as its own domain defines it. */
export interface Entity {
  /** Loads the record by its id in its own system; null if there is none. */
  readonly load: (id: string, context: Context) => MaybePromise<Ref<string> | null>;
  /**
   * The id of the customer that an entity belongs to; it resolves with null if there is no entity of this id. The property itself is null
   * if entities of this type belong to no customer.
   */
  readonly ownerOf: ((id: string, context: Context) => MaybePromise<string | null>) | null;
}

/** The part of a data source that an entity needs. */
interface Loader<Name extends string, T> {
  peek(id: Id<Name>): T | undefined;
  load(id: Id<Name>): MaybePromise<T>;
  want(id: Id<Name>): Promise<unknown>;
}

/**
 * Defines an entity that `loader` loads; `customerOf` returns the customer a record belongs to. The result's `field` creates resolvers for
 * the fields of the entity's own record: each takes the record if this request has it, else loads it, and picks one part. If there is no
 * record, its fields are null.
 */
export function entity<Name extends string, T extends Ref<Name>>(
  loader: (context: Context) => Loader<Name, T | null>,
  customerOf: ((record: T) => Ref<'Customer'>) | null = null,
) {
  const load = (id: string, context: Context) => loader(context).load(idOf<Name>(id));
  return {
    load,
    ownerOf:
      customerOf &&
      ((id: string, context: Context) =>
        later(load(id, context), (record): string | null => record && customerOf(record).id)),
    field: fieldsOf(loader),
  };
}

/**
 * Defines data that belongs to an entity, such as the stock of a product. The result's `field` creates resolvers for fields that depend on
 * that data alone.
 */
export function belonging<Owner extends string, T extends object>(
  loader: (context: Context) => Loader<Owner, T>,
) {
  return { field: fieldsOf<Owner, T>(loader) };
}

/**
 * Creates resolvers that load a record by the id of their parent and pick a part of it. Each is marked with what it picks from where
 * ({@link markRecordField}), so that the executor can look up the record once for many fields of one entity, and need not await each of
 * many entities.
 */
function fieldsOf<Name extends string, T extends object>(
  loader: (context: Context) => Loader<Name, T | null>,
) {
  return <Value>(pick: (record: T) => Value) => {
    const resolver = ({ id }: Ref<Name>, _args: unknown, context: Context): MaybePromise<Value | null> => {
      const source = loader(context);
      const known = source.peek(id);
      if (known !== undefined) return known && pick(known);
      return later(source.load(id), (record) => record && pick(record));
    };
    return markRecordField(resolver, { records: loader, pick });
  };
}
