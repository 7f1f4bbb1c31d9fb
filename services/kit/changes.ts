import type { DatabaseSync } from 'node:sqlite';

/** One row of a system's own record of what changed, in the order it happened. */
export interface Change {
  readonly entity: string;
  readonly id: string;
  readonly kind: 'created' | 'updated' | 'deleted';
  /** Names of the fields that changed, as the system calls them; empty for created and deleted. */
  readonly fields: readonly string[];
  /** Entities this one belongs to: entity name to id, such as `{ customer: '11000' }`. */
  readonly owners: Readonly<Record<string, string>>;
}

/** A change with its place in the order and its time (RFC 3339, UTC). */
export interface RecordedChange extends Change {
  readonly seq: number;
  readonly at: string;
}

/** Writes a change down; call it in the transaction that makes the change. */
export function recordChange(db: DatabaseSync, change: Change): void {
  db.prepare('INSERT INTO change (at, entity, id, kind, fields, owners) VALUES (?, ?, ?, ?, ?, ?)').run(
    new Date().toISOString(),
    change.entity,
    change.id,
    change.kind,
    JSON.stringify(change.fields),
    JSON.stringify(change.owners),
  );
}

/** At most `limit` changes after `seq`, oldest first. */
export function changesAfter(db: DatabaseSync, seq: number, limit: number): RecordedChange[] {
  const rows = db.prepare('SELECT * FROM change WHERE seq > ? ORDER BY seq LIMIT ?').all(seq, limit);
  return rows.map((row) => ({
    seq: Number(row['seq']),
    at: String(row['at']),
    entity: String(row['entity']),
    id: String(row['id']),
    kind: String(row['kind']) as Change['kind'],
    fields: JSON.parse(String(row['fields'])) as string[],
    owners: JSON.parse(String(row['owners'])) as Record<string, string>,
  }));
}

/** The place of the newest change, 0 where there is none. */
export function lastChange(db: DatabaseSync): number {
  return Number(db.prepare('SELECT coalesce(max(seq), 0) AS seq FROM change').get()?.['seq']);
}
