import { join } from 'node:path';
import type { Retention } from '../../changes/limits.ts';
import type { ChangeLog } from '../../changes/log.ts';
import { openRedisLog } from '../../changes/redis/log.ts';
import { openSqliteLog } from '../../changes/sqlite/log.ts';
import { IN_MEMORY, openStore } from '../../changes/sqlite/store.ts';
import { openRedisWebhooks } from '../../changes/webhooks/redis/store.ts';
import { openSqliteWebhooks } from '../../changes/webhooks/sqlite/store.ts';
import type { WebhookStore } from '../../changes/webhooks/store.ts';
import type { Logger } from '../../datasources/logger.ts';
import type { Config } from '../config.ts';
import { connectRegisters, redisRegister } from '../register/redis.ts';
import type { Register } from '../register/register.ts';
import { sqliteRegister } from '../register/sqlite.ts';
import { redisUsage } from '../usage/redis.ts';
import { sqliteUsage } from '../usage/sqlite.ts';
import type { UsageBounds, UsageStore } from '../usage/store.ts';

/** What a gateway stores across restarts: the change log, and everything beside it. */
export interface Stores {
  readonly changeLog: ChangeLog;
  readonly register: (name: 'keys' | 'operations') => Register;
  readonly usage: (bounds: UsageBounds) => UsageStore;
  /** Opens the store of webhooks, which the caller closes. */
  readonly webhooks: () => WebhookStore;
}

const FILE = 'gateway.sqlite';

/**
 * Opens all stores in the Redis that replicas share, if there is one; otherwise in a file of this process, or in memory if it does not
 * publish changes (`publishes`). Everything opened is closed with `opened`.
 */
export function openStores(
  { redisUrl, dataDir, changes: { retention } }: Config,
  log: Logger,
  publishes: boolean,
  opened: AsyncDisposableStack,
): Stores {
  if (redisUrl !== null) return inRedis(redisUrl, retention, log, opened);
  return inFile(publishes ? join(dataDir, FILE) : IN_MEMORY, retention, log, opened);
}

function inRedis(redis: string, retention: Retention, log: Logger, opened: AsyncDisposableStack): Stores {
  const changeLog = openRedisLog({ redis, log, ...retention });
  opened.defer(() => changeLog.close());
  const connection = connectRegisters({ redis, log });
  opened.defer(() => connection.close());
  return {
    changeLog,
    register: (name) => redisRegister(connection, name),
    usage: (bounds) => redisUsage(connection, bounds),
    webhooks: () => openRedisWebhooks({ redis, log }),
  };
}

function inFile(file: string, retention: Retention, log: Logger, opened: AsyncDisposableStack): Stores {
  const store = openStore(file);
  opened.defer(() => store.close());
  const changeLog = openSqliteLog({ store, ...retention, log });
  opened.defer(() => changeLog.close());
  return {
    changeLog,
    register: (name) => sqliteRegister(store, name),
    usage: (bounds) => sqliteUsage(store, bounds),
    webhooks: () => openSqliteWebhooks(store),
  };
}
