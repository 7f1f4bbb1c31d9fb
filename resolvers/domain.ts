import { idOf, type Id, type Ref } from '../datasources/ids.ts';
import type { System } from '../datasources/system.ts';
import type { Context } from './context.ts';
import type { Resolvers } from './generated/types.ts';
import { later, type MaybePromise } from '../datasources/maybe-promise.ts';
import { markOwn } from './own.ts';

/**
 * A domain: one file of `schema/` and one of `resolvers/`, of the same name. It owns its entities and may
 * add fields to those of others.
 */
export interface Domain {
  /** The systems its resolvers use. */
  readonly systems: readonly System<unknown>[];
  /** The entities it owns, by type name. */
  readonly entities: Readonly<Record<string, Entity>>;
  readonly resolvers: Resolvers;
  /** Whether it is about the process that answers, and not about the company: then no subgraph is made of it. Default false. */
  readonly isOfProcess?: boolean;
}

/** An entity as its own domain sees it. */
export interface Entity {
  /** Loads it by the id of its own system: the record, or null where there is none. */
  readonly load: (id: string, context: Context) => MaybePromise<Ref<string> | null>;
  /** The id of the customer to whom one belongs, null where there is none of this id; null as a whole where they belong to nobody. */
  readonly ownerOf: ((id: string, context: Context) => MaybePromise<string | null>) | null;
}

/** What an entity needs of its data source. */
interface Loader<Name extends string, T> {
  peek(id: Id<Name>): T | undefined;
  load(id: Id<Name>): MaybePromise<T>;
  want(id: Id<Name>): Promise<unknown>;
}

/**
 * An entity that `loader` loads, and of which `customerOf` says which customer one belongs to, by its record. Its `field` makes the resolvers of the fields that its own domain answers:
 * the record is taken where this request has it, else loaded, and one part of it is picked. A missing record
 * makes its fields null.
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

/** What belongs to an entity, such as the stock of a product: `field` makes the resolvers of fields that follow from it alone. */
export function belonging<Owner extends string, T extends object>(
  loader: (context: Context) => Loader<Owner, T>,
) {
  return { field: fieldsOf<Owner, T>(loader) };
}

/**
 * Makes resolvers that pick something of what is loaded by the id of their parent. Each of them says of itself what it picks of
 * what ({@link markOwn}), so that who answers many fields of one entity need look but once, and who answers many entities
 * need not wait for each.
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
    return markOwn(resolver, { records: loader, pick });
  };
}
