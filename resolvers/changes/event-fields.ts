import type { LoggedChange } from '../subscription-field.ts';
import { toGlobalId } from '../global-id.ts';

/** The fields that every event has, whatever its type. */
export function eventFields({ cursor, kind, occurredAt, fields, entity, id }: LoggedChange) {
  return { cursor, kind, occurredAt, changedFields: fields, entityId: toGlobalId(entity, id) };
}

/** A reference to the changed entity: its fields are read fresh from its own system. Null if it was deleted. */
export function entityOf({ kind, id }: LoggedChange): { readonly id: string } | null {
  return kind === 'DELETED' ? null : { id };
}
