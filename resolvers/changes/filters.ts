import { listTag, ownedTags, recordTag } from '../../datasources/cache/tags.ts';
import type { Tag } from '../../datasources/cache/tier.ts';
import { InputError } from '../../datasources/errors.ts';
import type { LoggedChange } from '../feed.ts';
import { fromGlobalId, noGlobalId, parseId, parseOptionalId } from '../global-id.ts';

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

/** Changes of entities of any type, named by global ids. Throws InputError on any other text. */
export function ofAnyIds(globalIds: readonly string[] | null | undefined): Test | null {
  const named = namesIn(globalIds);
  if (!named) return null;
  const names = new Set(named.map(({ typeName, id }) => recordTag(typeName, id)));
  return ({ entity, id }) => names.has(recordTag(entity, id));
}

/** What global ids name, of whatever types; null where there is no list of them. Throws InputError on any other text. */
export function namesIn(globalIds: readonly string[] | null | undefined) {
  return globalIds?.map((globalId) => {
    const found = fromGlobalId(globalId);
    if (!found) throw noGlobalId(globalId);
    return found;
  });
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

/** Changes of an entity itself, or of what belongs to it. */
export function around(entity: string, globalId: string | null | undefined): Test | null {
  const belongs = ofOwner(entity, globalId);
  if (!belongs || globalId === null || globalId === undefined) return null;
  const id: string = parseId(entity, globalId);
  return (change) => (change.entity === entity ? change.id === id : belongs(change));
}

/** Changes of types of these names. Throws InputError on a name that is none of `known`. */
export function ofEntities(
  names: readonly string[] | null | undefined,
  known: readonly string[],
): Test | null {
  if (!names) return null;
  for (const name of names) if (!known.includes(name)) throw unknown('type', name, known);
  return ({ entity }) => names.includes(entity);
}

/** Changes in systems of these names. Throws InputError on a name that is none of `known`. */
export function ofSystems(
  names: readonly string[] | null | undefined,
  known: readonly string[],
): Test | null {
  if (!names) return null;
  for (const name of names) if (!known.includes(name)) throw unknown('system', name, known);
  return ({ system }) => names.includes(system);
}

/** Changes of one of these fields, and those that do not say what changed. */
export function ofFields(names: readonly string[] | null | undefined): Test | null {
  if (!names) return null;
  return ({ fields }) => fields.length === 0 || fields.some((field) => names.includes(field));
}

function unknown(what: string, name: string, known: readonly string[]): InputError {
  return new InputError(
    `There are no changes of a ${what} "${name.slice(0, 60)}". There are: ${known.join(', ')}.`,
  );
}
