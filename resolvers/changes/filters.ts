import { listTag, ownedTags, recordTag } from '../../datasources/cache/tags.ts';
import type { Tag } from '../../datasources/cache/tier.ts';
import type { MissedChanges } from '../../datasources/change-filter.ts';
import type { LoggedChange } from '../feed.ts';
import { parseId, parseOptionalId } from '../global-id.ts';

/** What a change must be for a filter to let it pass. */
type Test = (change: LoggedChange) => boolean;

/** Lets pass what passes all of these; null stands for no condition. */
export function allOf(...tests: readonly (Test | null)[]): Test {
  const asked = tests.filter((test) => test !== null);
  return (change) => asked.every((test) => test(change));
}

/** Changes of entities of a type. */
export function ofEntity(type: string): Test {
  return ({ entity }) => entity === type;
}

/** Whether what a system did not tell of may be changes of entities of a type. */
export function mayMissEntity(type: string): () => (missed: MissedChanges) => boolean {
  return () => {
    return ({ entities }) => entities.length === 0 || entities.includes(type);
  };
}

/** Changes of these kinds. */
export function ofKinds(kinds: readonly string[] | null | undefined): Test | null {
  return kinds ? ({ kind }) => kinds.includes(kind) : null;
}

/** Changes of these entities, named by global ids of one type. Throws InputError on any other text. */
export function ofIds(entity: string, globalIds: readonly string[] | null | undefined): Test | null {
  if (!globalIds) return null;
  const ids = new Set<string>(globalIds.map((globalId) => parseId(entity, globalId)));
  return ({ id }) => ids.has(id);
}

/** The tags of records that are named by global ids of one type; null where there is no list of them. */
export function recordTags(entity: string, globalIds: readonly string[] | null | undefined) {
  return globalIds?.map((globalId) => recordTag(entity, parseId(entity, globalId)));
}

/**
 * The tags of changes of one type, by the narrowest of the conditions: those of entities themselves, else those of an owner, else those of
 * all. Owners are given by type, as global ids.
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
 * Changes of what belongs to an owner; those of which it is not known whose they are among them, as they may be his. Throws InputError on
 * what is no global id of the owner's type.
 */
export function ofOwner(owner: string, globalId: string | null | undefined): Test | null {
  const wanted: string | null = parseOptionalId(owner, globalId);
  if (wanted === null) return null;
  return ({ owners, ownersUnknown }) => ownersUnknown || [owners[owner] ?? []].flat().includes(wanted);
}
