import type { Logger } from '../datasources/logger.ts';
import type { ChangeStore } from './changes.ts';
import { connectRegisters, redisRegister } from './register/redis.ts';
import type { Register } from './register/register.ts';
import { sqliteRegister } from './register/sqlite.ts';
import { redisUsage } from './usage/redis.ts';
import { sqliteUsage } from './usage/sqlite.ts';
import type { UsageBounds, UsageStore } from './usage/store.ts';

/** What a gateway stores beside the change log, across restarts. */
export interface Stores {
  readonly register: (name: 'keys' | 'operations') => Register;
  readonly usage: (bounds: UsageBounds) => UsageStore;
}

/**
 * Opens the stores where the log is: in the Redis that replicas share, or in the file of this process. Everything opened is closed with
 * `opened`.
 */
export function openStores(beside: ChangeStore['beside'], log: Logger, opened: AsyncDisposableStack): Stores {
  if ('store' in beside) {
    const { store } = beside;
    return {
      register: (name) => sqliteRegister(store, name),
      usage: (bounds) => sqliteUsage(store, bounds),
    };
  }
  const connection = connectRegisters({ redis: beside.redisUrl, log });
  opened.defer(() => connection.close());
  return {
    register: (name) => redisRegister(connection, name),
    usage: (bounds) => redisUsage(connection, bounds),
  };
}
