import { listTag, ownedTags, recordTag } from '../../datasources/cache/tags.ts';
import type { Tag } from '../../datasources/cache/tier.ts';
import type { MissedChanges } from '../../datasources/change-filter.ts';
import type { ChangeTest } from '../subscription-field.ts';
import { parseId, parseOptionalId } from '../global-id.ts';
import { anyOf } from '../input.ts';

/** Passes changes that pass all of these; null stands for no condition. */
export function allOf(...tests: readonly (ChangeTest | null)[]): ChangeTest {
  const asked = tests.filter((test) => test !== null);
  return (change) => asked.every((test) => test(change));
}

/** Passes changes to entities of one type. */
export function ofEntity(type: string): ChangeTest {
  return ({ entity }) => entity === type;
}

/** Whether unreported changes of a system may be changes to entities of one type. */
export function mayMissEntity(type: string): () => (missed: MissedChanges) => boolean {
  return () => {
    return ({ entities }) => entities.length === 0 || entities.includes(type);
  };
}

/** Passes changes of these kinds. Throws InputError for an empty or very long list. */
export function ofKinds(kinds: readonly string[] | null | undefined): ChangeTest | null {
  const wanted = anyOf('kinds', kinds, (kind) => kind);
  return wanted && (({ kind }) => wanted.includes(kind));
}

/** Passes records that have one of these statuses. Throws InputError for an empty or very long list. */
export function ofStatuses<Status>(
  statuses: readonly Status[] | null | undefined,
): ((record: { readonly status: Status }) => boolean) | null {
  const wanted = anyOf('statuses', statuses, (status) => status);
  return wanted && (({ status }) => wanted.includes(status));
}

/**
 * Passes changes to these entities, given as global ids of one type. Throws InputError for any other text, and for an empty or very long
 * list.
 */
export function ofIds(entity: string, globalIds: readonly string[] | null | undefined): ChangeTest | null {
  const ids: readonly string[] | null = anyOf('ids', globalIds, (globalId) => parseId(entity, globalId));
  return ids && (({ id }) => ids.includes(id));
}

/** The tags of records given as global ids of one type; null if there is no list. */
export function recordTags(entity: string, globalIds: readonly string[] | null | undefined) {
  return globalIds?.map((globalId) => recordTag(entity, parseId(entity, globalId)));
}

/**
 * The tags of changes of one type, by the narrowest condition: those of the entities themselves, else those of an owner, else those of all.
 * Owners are given by type, as global ids.
 */
export function tagsOfOwned(
  entity: string,
  ids: readonly string[] | null | undefined,
  owners: Readonly<Record<string, string | null | undefined>>,
): readonly Tag[] {
  const ofRecords = recordTags(entity, ids);
  if (ofRecords) return ofRecords;
  for (const [owner, id] of Object.entries(owners)) {
    if (id !== null && id !== undefined) return ownedTags(owner, parseId(owner, id), entity);
  }
  return [listTag(entity)];
}

/**
 * Passes changes to entities that belong to an owner, including changes whose owners are unknown, as they may be this owner's. Throws
 * InputError for a text that is not a global id of the owner's type.
 */
export function ofOwner(owner: string, globalId: string | null | undefined): ChangeTest | null {
  const wanted: string | null = parseOptionalId(owner, globalId);
  if (wanted === null) return null;
  return ({ owners, ownersUnknown }) => ownersUnknown || [owners[owner] ?? []].flat().includes(wanted);
}
