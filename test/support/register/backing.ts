import { randomUUID } from 'node:crypto';
import { IN_MEMORY, openStore } from '../../../changes/sqlite/store.ts';
import { connectRegisters, redisRegister } from '../../../server/register/redis.ts';
import type { Register } from '../../../server/register/register.ts';
import { sqliteRegister } from '../../../server/register/sqlite.ts';
import { QUIET } from '../webhooks/backing.ts';

/** A store for registers, initially empty. */
export interface RegisterBacking extends AsyncDisposable {
  readonly open: (name: string) => Register;
  /** Makes all further calls fail. */
  readonly end: () => void;
}

/** A store in SQLite, in memory. */
export async function sqliteBacking(): Promise<RegisterBacking> {
  const store = openStore(IN_MEMORY);
  return {
    open: (name) => sqliteRegister(store, name),
    end: () => store.close(),
    [Symbol.asyncDispose]: async () => store.close(),
  };
}

/** A store in the Redis at `url`, under a unique prefix. */
export async function redisBacking(url: string): Promise<RegisterBacking> {
  const prefix = `${randomUUID()}:`;
  const connection = connectRegisters({ redis: url, log: QUIET });
  return {
    open: (name) => redisRegister(connection, name, prefix),
    end: () => connection.end(),
    [Symbol.asyncDispose]: () => connection.close(),
  };
}
