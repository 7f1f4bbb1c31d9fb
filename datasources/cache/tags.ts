import type { ChangeKind } from '../changes.ts';
import type { Tag } from './tier.ts';

/** A change to one entity, as far as it is known. */
export interface Change {
  /** The type of the entity, `Order`. */
  readonly entity: string;
  /** Its id in its own system; null if any entity of the type may have changed, {@link CREATED} for one that did not exist before. */
  readonly id: string | null;
  /** The owners whose lists contain it, contained it, or may contain it now, by type: `{ Customer: '42' }`. */
  readonly owners: Readonly<Record<string, string | readonly string[]>>;
  /** Whether `owners` may be incomplete: then the lists of all owners are in doubt. */
  readonly ownersUnknown?: boolean;
}

/** A change certainly made by a write, with enough detail to be reported. */
export interface Written extends Change {
  readonly id: string;
  readonly kind: ChangeKind;
  /** The fields that were written, by their names in the graph; empty if others may have changed as well. */
  readonly fields: readonly string[];
  /** When it happened, by the system's clock (RFC 3339, UTC); null if its answer does not say. */
  readonly occurredAt: string | null;
}

/** The id of a new entity whose own id is unknown: no record of it can be cached here. */
export const CREATED = '';

/**
 * Takes the place of an entity type in reports that look like changes but are not: it invalidates values that were read before. The id is
 * the tag of everything that can no longer be trusted. If it names a system, that system did not report all of its changes; `fields` then
 * lists the entity types that it reports on.
 */
export const INVALIDATION = '@';

/** The tag of one entity's record: `Customer:42`. */
export function recordTag(entity: string, id: string): Tag {
  return `${entity}:${id}`;
}

/** The tag of the records of all entities of a type: `Customer:*`. */
export function recordsTag(entity: string): Tag {
  return `${entity}:*`;
}

/** The tag of everything listed, counted or summed over all entities of a type: `Order`. */
export function listTag(entity: string): Tag {
  return entity;
}

/**
 * The tags of everything listed, counted or summed over one owner's entities: `Customer:42/Order`, named by a change to one of them, and
 * `Order/*`, for changes whose owners are unknown.
 */
export function ownedTags(owner: string, id: string, entity: string): readonly Tag[] {
  return [`${owner}:${id}/${entity}`, `${entity}/*`];
}

/** The tag of everything read from a system: `@crm`. */
export function systemTag(system: string): Tag {
  return `@${system}`;
}

/** Returns the system whose tag is among these; an empty string if there is none. */
export function systemIn(tags: readonly Tag[]): string {
  return tags.find((tag) => tag.startsWith('@'))?.slice(1) ?? '';
}

/** The tags that a change affects: anything that carries one of them may have changed. */
export function tagsOf({ entity, id, owners, ownersUnknown = false }: Change): readonly Tag[] {
  if (entity === INVALIDATION && id !== null) return [id];
  const records = id === null ? recordsTag(entity) : recordTag(entity, id);
  const owned = Object.entries(owners).flatMap(([owner, ids]) =>
    [ids].flat().map((ownerId) => `${owner}:${ownerId}/${entity}`),
  );
  return [records, listTag(entity), ...owned, ...(ownersUnknown || id === null ? [`${entity}/*`] : [])];
}
