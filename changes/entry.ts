import type { ChangeKind } from '../datasources/changes.ts';
import type { ChangeEvent, Cursor, NewChange } from './event.ts';

/** A change as the log stores it: its properties in this order, as their names would take as much as their values. */
type Entry = readonly [
  system: string,
  entity: string,
  id: string,
  kind: ChangeKind,
  owners: NewChange['owners'],
  ownersUnknown: 0 | 1,
  fields: NewChange['fields'],
  occurredAt: string,
];

/** The text under which a log stores a change. */
export function entryOf(change: NewChange): string {
  const { system, entity, id, kind, owners, ownersUnknown, fields, occurredAt } = change;
  const entry: Entry = [system, entity, id, kind, owners, ownersUnknown ? 1 : 0, fields, occurredAt];
  return JSON.stringify(entry);
}

/** The event that is stored as `text`. */
export function eventOf(text: string, cursor: Cursor, recordedAt: number): ChangeEvent {
  const [system, entity, id, kind, owners, unknown, fields, occurredAt] = JSON.parse(text) as Entry;
  return {
    cursor,
    system,
    entity,
    id,
    kind,
    owners,
    ownersUnknown: unknown === 1,
    fields,
    occurredAt,
    recordedAt,
  };
}
