import type { ChangeKind } from '../changes.ts';
import type { Tag } from './tier.ts';

/** What happened to one entity, as far as it is known. */
export interface Change {
  /** The type of the entity, `Order`. */
  readonly entity: string;
  /** Its id in its own system; null where any of its kind may have changed, {@link CREATED} for one that was not there before. */
  readonly id: string | null;
  /** Whose lists it is in, was in, or may have come into, by type: `{ Customer: '42' }`. */
  readonly owners: Readonly<Record<string, string | readonly string[]>>;
  /** Whether `owners` may lack somebody: then the lists of all owners are in doubt. */
  readonly ownersUnknown?: boolean;
}

/** A change that a write certainly made, known well enough to be told. */
export interface Written extends Change {
  readonly id: string;
  readonly kind: ChangeKind;
  /** The fields that were written, as the graph calls them; empty where others may have changed as well. */
  readonly fields: readonly string[];
  /** When, by the system's clock (RFC 3339, UTC); null where its answer does not say. */
  readonly occurredAt: string | null;
}

/** The id of what was created and is not known by its own: nothing here can hold its record. */
export const CREATED = '';

/**
 * In place of an entity, in what is told like a change and is none: whoever told it doubts what was read before. Its id is the tag of all
 * that may not be relied upon any more. Where it names a system, that did not tell of all its changes; `fields` are then the types of what
 * it tells of.
 */
export const DOUBT = '@';

/** The tag of one entity's record: `Customer:42`. */
export function recordTag(entity: string, id: string): Tag {
  return `${entity}:${id}`;
}

/** The tag of the records of all entities of a kind: `Customer:*`. */
export function recordsTag(entity: string): Tag {
  return `${entity}:*`;
}

/** The tag of all that is listed, counted or summed up over all entities of a kind: `Order`. */
export function listTag(entity: string): Tag {
  return entity;
}

/**
 * The tags of what is listed, counted or summed up over one owner's entities: `Customer:42/Order`, which a change of one of them
 * names, and `Order/*`, for changes of which it is not known whose they are.
 */
export function ownedTags(owner: string, id: string, entity: string): readonly Tag[] {
  return [`${owner}:${id}/${entity}`, `${entity}/*`];
}

/** The tag of everything that a system said: `@crm`. */
export function systemTag(system: string): Tag {
  return `@${system}`;
}

/** The system whose tag is among these; an empty text where there is none. */
export function systemIn(tags: readonly Tag[]): string {
  return tags.find((tag) => tag.startsWith('@'))?.slice(1) ?? '';
}

/** The tags that a change touches: what carries one of them may be other than it was. */
export function tagsOf({ entity, id, owners, ownersUnknown = false }: Change): readonly Tag[] {
  if (entity === DOUBT && id !== null) return [id];
  const records = id === null ? recordsTag(entity) : recordTag(entity, id);
  const owned = Object.entries(owners).flatMap(([owner, ids]) =>
    [ids].flat().map((ownerId) => `${owner}:${ownerId}/${entity}`),
  );
  return [records, listTag(entity), ...owned, ...(ownersUnknown || id === null ? [`${entity}/*`] : [])];
}
