import type { DatabaseSync } from 'node:sqlite';

/** One row of a system's own record of what changed, in the order it happened. */
export interface Change {
  readonly entity: string;
  readonly id: string;
  readonly kind: 'created' | 'updated' | 'deleted';
  /** Names of the fields that changed, as the system calls them; empty for created and deleted. */
  readonly fields: readonly string[];
  /** Entities this one belongs to: entity name to id, such as `{ customer: '11000' }`. If it moved from one to another, both. */
  readonly owners: Readonly<Record<string, string | readonly string[]>>;
}

/** A change with its position in the order and its time (RFC 3339, UTC). */
export interface RecordedChange extends Change {
  /** From 1, without gaps: a write that is rolled back takes its numbers with it. */
  readonly seq: number;
  readonly at: string;
  /** `Idempotency-Key` of the write that made it; null if that had none. */
  readonly request: string | null;
}

/** Records a change; call it in the transaction that makes the change. */
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

/** Attributes all changes after `seq` to the write with this `Idempotency-Key`; call it in the same transaction. */
export function attributeChanges(db: DatabaseSync, seq: number, key: string): void {
  db.prepare('UPDATE change SET request = ? WHERE seq > ?').run(key, seq);
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
    owners: JSON.parse(String(row['owners'])) as Change['owners'],
    request: row['request'] === null ? null : String(row['request']),
  }));
}

/** The sequence number of the newest change, 0 if there is none. */
export function lastChange(db: DatabaseSync): number {
  return Number(db.prepare('SELECT coalesce(max(seq), 0) AS seq FROM change').get()?.['seq']);
}
