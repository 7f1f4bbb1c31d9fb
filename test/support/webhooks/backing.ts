import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChangeLog } from '../../../changes/log.ts';
import { openRedisLog } from '../../../changes/redis/log.ts';
import { openSqliteLog } from '../../../changes/sqlite/log.ts';
import { openStore } from '../../../changes/sqlite/store.ts';
import { openRedisWebhooks } from '../../../changes/webhooks/redis/store.ts';
import { openSqliteWebhooks } from '../../../changes/webhooks/sqlite/store.ts';
import type { WebhookStore } from '../../../changes/webhooks/store.ts';
import type { Logger } from '../../../datasources/logger.ts';

/** A change log and a store for webhooks, initially empty. */
export interface Backing extends AsyncDisposable {
  readonly log: ChangeLog;
  /** Opens the store, as each process does; the caller closes it. */
  readonly open: () => WebhookStore;
}

export const QUIET: Logger = { debug: () => undefined, warn: () => undefined, error: () => undefined };

/** The retention of the log. */
export interface Reaching {
  readonly maxEvents?: number;
}

/** A log and a store in a SQLite file of their own. */
export async function sqliteBacking({ maxEvents = 1_000_000 }: Reaching = {}): Promise<Backing> {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-webhooks-'));
  const store = openStore(join(folder, 'changes.db'));
  const log = openSqliteLog({ store, maxEvents, maxAgeMs: 86_400_000 });
  return {
    log,
    open: () => openSqliteWebhooks(store),
    [Symbol.asyncDispose]: async () => {
      await log.close();
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A log and a store in the Redis at `url`, by default under a unique prefix. */
export async function redisBacking(
  url: string,
  { maxEvents = 1_000_000 }: Reaching = {},
  prefix = `${randomUUID()}:`,
): Promise<Backing> {
  const options = { redis: url, log: QUIET, prefix };
  const log = openRedisLog({ ...options, maxEvents, maxAgeMs: 86_400_000 });
  return {
    log,
    open: () => openRedisWebhooks(options),
    [Symbol.asyncDispose]: () => log.close(),
  };
}

/** A backing with some methods of its log replaced. */
export function withLog(backing: Backing, otherwise: Partial<ChangeLog>): Backing {
  const log = new Proxy(backing.log, {
    get: (target, name) => {
      const value = Reflect.get(name in otherwise ? otherwise : target, name) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { ...backing, log };
}
