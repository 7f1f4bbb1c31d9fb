import type { Ref } from '../datasources/ids.ts';
import type { Connection } from './connection.ts';

/**
 * The type of a resolver's parent, derived from the schema's types so that no type needs a manual mapping: an entity is a reference (its
 * domain loads the rest), a connection is a page that is fetched on demand, and anything else is the value itself, with its parts treated
 * the same way.
 */
export type Parent<T> = T extends string | number | boolean | Date | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Parent<Item>[]
    : T extends {
          readonly edges: unknown;
          readonly pageInfo: unknown;
          readonly nodes: readonly (infer Item)[];
        }
      ? Connection<Parent<Item>>
      : T extends { readonly __typename?: infer Name extends string; readonly id: string }
        ? Ref<Name>
        : { readonly [Field in keyof T as Exclude<Field, '__typename'>]: Parent<T[Field]> };
