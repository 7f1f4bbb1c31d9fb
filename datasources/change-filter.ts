import { INVALIDATION, type ChangeFilter, type NewChange } from './changes.ts';

/** States that a system did not report all of its changes. */
export interface MissedChanges {
  /** The system, `crm`. */
  readonly system: string;
  /** The entity types that it reports changes of; empty if unknown. */
  readonly entities: readonly string[];
}

/** The parts of a change that a filter looks at. */
export type Filtered = Pick<
  NewChange,
  'system' | 'entity' | 'id' | 'kind' | 'owners' | 'ownersUnknown' | 'fields'
>;

/**
 * Whether a change passes a filter. If the system does not say who owns an entity or which fields changed, the change passes: a needless
 * notification costs one extra look, a missing one leaves outdated data in use. An invalidation is not a change and never passes.
 */
export function matches(filter: ChangeFilter, change: Filtered): boolean {
  const { entities, kinds, ids, systems } = filter;
  return (
    change.entity !== INVALIDATION &&
    has(entities, change.entity) &&
    has(kinds, change.kind) &&
    has(systems, change.system) &&
    (ids === null || ids.some(({ entity, id }) => entity === change.entity && id === change.id)) &&
    Object.entries(filter.owners).every(([owner, wanted]) => isOf(owner, wanted, change)) &&
    touches(filter.fields, change)
  );
}

/** Returns the missed changes that an invalidation stands for; null for everything else. That of a manual eviction names no system. */
export function missedIn({
  entity,
  system,
  fields,
}: Pick<NewChange, 'entity' | 'system' | 'fields'>): MissedChanges | null {
  return entity === INVALIDATION && system !== '' ? { system, entities: fields } : null;
}

/** Whether missed changes may include some that pass a filter. */
export function mayMatch({ systems, entities, ids }: ChangeFilter, missed: MissedChanges): boolean {
  const types = entities ?? ids?.map(({ entity }) => entity) ?? null;
  const isOfThem = missed.entities.length === 0 || types === null;
  return has(systems, missed.system) && (isOfThem || types.some((type) => missed.entities.includes(type)));
}

function has<T>(wanted: readonly T[] | null, value: T): boolean {
  return wanted === null || wanted.includes(value);
}

/** An owner's own change counts as theirs. Otherwise the change names its owners; if they are unknown, it may be anyone's. */
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

/** Creation and deletion change all fields. */
function touches(wanted: readonly string[] | null, { kind, fields }: Filtered): boolean {
  if (wanted === null) return true;
  if (wanted.length === 0) return false;
  return kind !== 'UPDATED' || fields.length === 0 || fields.some((field) => wanted.includes(field));
}
