import { DOUBT } from './cache/tags.ts';
import type { ChangeFilter, NewChange } from './changes.ts';

/** That a system did not tell of all that changed in it. */
export interface MissedChanges {
  /** The system, `crm`. */
  readonly system: string;
  /** The types of what it tells changes of; none where that is not known. */
  readonly entities: readonly string[];
}

/** What of a change a filter looks at. */
export type Filtered = Pick<
  NewChange,
  'system' | 'entity' | 'id' | 'kind' | 'owners' | 'ownersUnknown' | 'fields'
>;

/**
 * Whether a change passes a filter. Where a system leaves open whose something is, or which fields changed, the change passes: who
 * is told once too often looks in vain, who is not told goes on with what is no longer so. A doubt is no change, and passes none.
 */
export function matches(filter: ChangeFilter, change: Filtered): boolean {
  const { entities, kinds, ids, systems } = filter;
  return (
    change.entity !== DOUBT &&
    has(entities, change.entity) &&
    has(kinds, change.kind) &&
    has(systems, change.system) &&
    (ids === null || ids.some(({ entity, id }) => entity === change.entity && id === change.id)) &&
    Object.entries(filter.owners).every(([owner, wanted]) => isOf(owner, wanted, change)) &&
    touches(filter.fields, change)
  );
}

/** What a system did not tell of, where a doubt says so; null for all else. A doubt of somebody who evicts by hand names no system. */
export function missedIn({
  entity,
  system,
  fields,
}: Pick<NewChange, 'entity' | 'system' | 'fields'>): MissedChanges | null {
  return entity === DOUBT && system !== '' ? { system, entities: fields } : null;
}

/** Whether what a system did not tell of may have been such as pass a filter. */
export function mayMatch({ systems, entities, ids }: ChangeFilter, missed: MissedChanges): boolean {
  const types = entities ?? ids?.map(({ entity }) => entity) ?? null;
  const isOfThem = missed.entities.length === 0 || types === null;
  return has(systems, missed.system) && (isOfThem || types.some((type) => missed.entities.includes(type)));
}

function has<T>(wanted: readonly T[] | null, value: T): boolean {
  return wanted === null || wanted.includes(value);
}

/** An owner's own change counts as theirs. Whose it is else is said, and in doubt it may be anybody's. */
function isOf(
  owner: string,
  wanted: readonly string[],
  { entity, id, owners, ownersUnknown }: Filtered,
): boolean {
  if (wanted.length === 0) return false;
  if (entity === owner) return wanted.includes(id);
  const said = Object.hasOwn(owners, owner) ? [owners[owner] ?? []].flat() : [];
  return ownersUnknown || said.some((one) => wanted.includes(one));
}

/** What was created or deleted has changed in all its fields. */
function touches(wanted: readonly string[] | null, { kind, fields }: Filtered): boolean {
  if (wanted === null) return true;
  if (wanted.length === 0) return false;
  return kind !== 'UPDATED' || fields.length === 0 || fields.some((field) => wanted.includes(field));
}
