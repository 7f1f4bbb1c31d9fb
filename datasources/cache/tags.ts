import { INVALIDATION, type Change } from '../changes.ts';
import type { Tag } from './tier.ts';

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
