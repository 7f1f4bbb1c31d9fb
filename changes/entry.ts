import type { ChangeKind } from '../datasources/changes.ts';
import { isRecord } from '../datasources/is-record.ts';
import type { ChangeEvent, Cursor, NewChange } from './event.ts';
import { parseJson } from '../datasources/parse-json.ts';

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

/** An entry as a log returns it. */
export interface StoredEntry {
  readonly text: string;
  readonly cursor: Cursor;
  /** When it was recorded, in milliseconds since 1970. */
  readonly recordedAt: number;
}

/** Parses entries in order, up to the first that is none: nothing is known of what changed there. */
export function readableIn(stored: readonly StoredEntry[]): readonly ChangeEvent[] {
  const events: ChangeEvent[] = [];
  for (const one of stored) {
    const event = eventOf(one);
    if (event === null) break;
    events.push(event);
  }
  return events;
}

/** Null if the text is no entry. */
function eventOf({ text, cursor, recordedAt }: StoredEntry): ChangeEvent | null {
  const entry = parseJson(text);
  if (!isEntry(entry)) return null;
  const [system, entity, id, kind, owners, unknown, fields, occurredAt] = entry;
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

/** Logs hold what `entryOf` wrote, unless a file was damaged or somebody else wrote there: shapes are checked, and no values. */
function isEntry(value: unknown): value is Entry {
  if (!Array.isArray(value)) return false;
  const [system, entity, id, kind, owners, , fields, occurredAt] = value as unknown[];
  const texts = [system, entity, id, kind, occurredAt];
  return texts.every((text) => typeof text === 'string') && isRecord(owners) && Array.isArray(fields);
}
