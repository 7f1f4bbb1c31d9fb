import type { DatabaseSync } from 'node:sqlite';

/** Prepares all statements on the tables. */
export function statementsOf(db: DatabaseSync) {
  return {
    endpoints: db.prepare('SELECT * FROM webhook ORDER BY created_at, id'),
    endpoint: db.prepare('SELECT * FROM webhook WHERE id = ?'),
    count: db.prepare('SELECT count(*) AS count FROM webhook'),
    create: db.prepare('INSERT INTO webhook (id, created_at, terms, state, taken) VALUES (?, ?, ?, ?, ?)'),
    amend: db.prepare('UPDATE webhook SET terms = ?, version = version + 1 WHERE id = ? AND version = ?'),
    turn: db.prepare(
      'UPDATE webhook SET state = ?, rests_until = iif(?, 0, rests_until), version = version + 1 WHERE id = ?',
    ),
    // A state that an operator has set in the meantime stays.
    disable: db.prepare(
      `UPDATE webhook SET state = ?, version = version + 1 WHERE id = ? AND state ->> '$.is' = 'active'`,
    ),
    rewind: db.prepare('UPDATE webhook SET taken = ?, version = version + 1 WHERE id = ?'),
    touch: db.prepare('UPDATE webhook SET version = version + 1 WHERE id = ?'),
    revive: db.prepare(
      `UPDATE webhook_delivery SET state = 'pending', tries = 0, next_at = 0 WHERE webhook = ? AND state IN ('pending', ?)`,
    ),
    remove: db.prepare('DELETE FROM webhook WHERE id = ?'),
    removeDeliveries: db.prepare('DELETE FROM webhook_delivery WHERE webhook = ?'),
    renew: db.prepare(
      'UPDATE webhook SET held_until = ? WHERE id = ? AND owner = ? AND held_until > ? RETURNING token, version',
    ),
    hold: db.prepare(
      `UPDATE webhook SET owner = ?, held_until = ?, token = token + 1
       WHERE id = ? AND (owner IS NULL OR held_until <= ? OR held_until > ?) RETURNING token, version`,
    ),
    release: db.prepare('UPDATE webhook SET owner = NULL WHERE id = ? AND owner = ?'),
    step: db.prepare('UPDATE webhook SET taken = ?, last_seq = ?, gap = coalesce(?, gap) WHERE id = ?'),
    add: db.prepare(
      `INSERT INTO webhook_delivery (webhook, seq, state, lane, event, next_at) VALUES (?, ?, 'pending', ?, ?, 0)`,
    ),
    settle: db.prepare(
      `UPDATE webhook_delivery SET state = ?, tries = ?, next_at = ?, attempts = ?
       WHERE webhook = ? AND seq = ? AND state = 'pending' AND (tries = ? OR ? = 'delivered')`,
    ),
    noteAttempts: db.prepare(
      `UPDATE webhook_delivery SET attempts = ? WHERE webhook = ? AND seq = ? AND state = 'pending'`,
    ),
    rest: db.prepare('UPDATE webhook SET rests_until = max(rests_until, ?) WHERE id = ?'),
    forget: db.prepare(
      `DELETE FROM webhook_delivery WHERE webhook = ? AND state = ? AND seq <= (
         SELECT seq FROM webhook_delivery WHERE webhook = ? AND state = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)`,
    ),
    waiting: db.prepare(
      `SELECT seq, lane, next_at FROM webhook_delivery WHERE webhook = ? AND state = 'pending' AND seq > ? ORDER BY seq LIMIT ?`,
    ),
    delivery: db.prepare('SELECT * FROM webhook_delivery WHERE webhook = ? AND seq = ?'),
    deliveries: db.prepare(
      `SELECT * FROM webhook_delivery WHERE webhook = ? AND state IN (SELECT value FROM json_each(?)) AND seq < ?
       ORDER BY seq DESC LIMIT ?`,
    ),
    counts: db.prepare(
      'SELECT state, count(*) AS count FROM webhook_delivery WHERE webhook = ? GROUP BY state',
    ),
  };
}
