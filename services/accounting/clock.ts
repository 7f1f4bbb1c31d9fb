import type { DatabaseSync } from 'node:sqlite';

/**
 * The time of a write, in the form of the tables: now, but always after the last write's, so that times of change distinguish writes and
 * show their order, whatever the machine's clock does. Call it in the transaction of the write.
 */
export function instant(db: DatabaseSync): string {
  const last = ['invoice', 'payment'].map((table) => {
    const row = db.prepare(`SELECT max(updated_at) AS at FROM ${table}`).get();
    return Date.parse(String(row?.['at'])) || 0;
  });
  return new Date(Math.max(Date.now(), ...last.map((at) => at + 1))).toISOString();
}
