import { randomUUID } from 'node:crypto';
import { IN_MEMORY, openStore } from '../../../changes/sqlite/store.ts';
import { connectRegisters, redisRegister } from '../../../server/register/redis.ts';
import type { Register } from '../../../server/register/register.ts';
import { sqliteRegister } from '../../../server/register/sqlite.ts';
import { QUIET } from '../webhooks/backing.ts';

/** A place for registers, empty at first. */
export interface RegisterBacking extends AsyncDisposable {
  readonly open: (name: string) => Register;
  /** Has it fail from now on. */
  readonly end: () => void;
}

export async function sqliteBacking(): Promise<RegisterBacking> {
  const store = openStore(IN_MEMORY);
  return {
    open: (name) => sqliteRegister(store, name),
    end: () => store.close(),
    [Symbol.asyncDispose]: async () => store.close(),
  };
}

/** In the Redis at `url`, under names that nobody else uses. */
export async function redisBacking(url: string): Promise<RegisterBacking> {
  const prefix = `${randomUUID()}:`;
  const connection = connectRegisters({ redis: url, log: QUIET });
  return {
    open: (name) => redisRegister(connection, name, prefix),
    end: () => connection.end(),
    [Symbol.asyncDispose]: () => connection.close(),
  };
}
