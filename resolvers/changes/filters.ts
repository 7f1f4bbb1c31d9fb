import type { MissedChanges } from '../../datasources/change-filter.ts';
import type { ChangeTest, LoggedChange } from '../subscription-field.ts';
import { parseId } from '../global-id.ts';
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

/** Passes changes to entities that belong to an owner, including changes whose owners are unknown, as they may be this owner's. */
export function ofOwner({ owner, id }: { readonly owner: string; readonly id: string }): ChangeTest {
  return (change) => change.ownersUnknown || isOwnedBy(change, owner, id);
}

/** Whether a change names an owner of the entity, given by type and by its id in its own system. */
export function isOwnedBy({ owners }: LoggedChange, owner: string, id: string): boolean {
  return [owners[owner] ?? []].flat().includes(id);
}
