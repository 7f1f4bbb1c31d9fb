import type { LoggedChange } from '../feed.ts';
import { toGlobalId } from '../global-id.ts';

/** What every event says, whatever it is of. */
export function toldOf({ cursor, kind, occurredAt, fields, entity, id }: LoggedChange) {
  return { cursor, kind, occurredAt, changedFields: fields, entityId: toGlobalId(entity, id) };
}

/** A reference to what it happened to: what is asked of it is read afresh, from its own system. Null where that is gone. */
export function entityOf({ kind, id }: LoggedChange): { readonly id: string } | null {
  return kind === 'DELETED' ? null : { id };
}
