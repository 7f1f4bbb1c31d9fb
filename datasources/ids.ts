/**
 * The id of an entity in its own system, as text, branded with the entity's name so that an order's id cannot be passed where a customer's
 * is expected.
 */
export type Id<Entity extends string> = string & { readonly __entity: Entity };

/** A reference to an entity: all that another domain needs to hold. A full record is one, too. */
export interface Ref<Entity extends string> {
  readonly id: Id<Entity>;
}

/** Brands an id that came from a system or was parsed from a global id. */
export function idOf<Entity extends string>(id: string | number): Id<Entity> {
  return String(id) as Id<Entity>;
}

/** Returns a reference to the entity with this id; null for null, which systems use for a missing relation. */
export function refTo<Entity extends string>(id: string | number): Ref<Entity>;
export function refTo<Entity extends string>(id: string | number | null | undefined): Ref<Entity> | null;
export function refTo<Entity extends string>(id: string | number | null | undefined): Ref<Entity> | null {
  return id === null || id === undefined ? null : { id: idOf<Entity>(id) };
}
