/**
 * The tables of webhooks. `webhook.last_seq` is the last place given to a delivery; `token`, `owner` and `held_until` are the lease.
 * `tries` counts a delivery's attempts, `attempts` holds their outcomes.
 */
export const TABLES: readonly string[] = [
  `CREATE TABLE webhook (
     id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, terms TEXT NOT NULL, state TEXT NOT NULL, taken TEXT NOT NULL,
     rests_until INTEGER NOT NULL DEFAULT 0, gap TEXT, version INTEGER NOT NULL DEFAULT 1, last_seq INTEGER NOT NULL DEFAULT 0,
     token INTEGER NOT NULL DEFAULT 0, owner TEXT, held_until INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   CREATE TABLE webhook_delivery (
     webhook TEXT NOT NULL, seq INTEGER NOT NULL, state TEXT NOT NULL, lane TEXT NOT NULL, event TEXT NOT NULL,
     tries INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL, attempts TEXT NOT NULL DEFAULT '[]',
     PRIMARY KEY (webhook, seq)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX webhook_delivery_state ON webhook_delivery (webhook, state, seq);`,
];
