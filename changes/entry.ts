import type { ChangeKind } from '../datasources/changes.ts';
import type { ChangeEvent, Cursor, NewChange } from './event.ts';

/**
 * A change as the log stores it: an array of its properties in this order, because their names would take as much space as their values.
 */
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

/** Serializes a change to the text that a log stores. */
export function entryOf(change: NewChange): string {
  const { system, entity, id, kind, owners, ownersUnknown, fields, occurredAt } = change;
  const entry: Entry = [system, entity, id, kind, owners, ownersUnknown ? 1 : 0, fields, occurredAt];
  return JSON.stringify(entry);
}

/** Parses an event from its stored `text`. */
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
