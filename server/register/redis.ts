import { randomUUID } from 'node:crypto';
import { Connection, type ConnectionOptions } from '../../changes/redis/connection.ts';
import { answersOf } from '../../datasources/redis/answers.ts';
import { Script } from '../../datasources/redis/script.ts';
import { RegisterUnavailableError, type Register, type Snapshot } from './register.ts';

/** Part of every key: another number whenever the format of what is stored changes. */
const FORMAT = 1;

/**
 * KEYS: entries, version. ARGV: the most that there may be, the new version, then ids and texts. Gives whether there was room. A version is
 * drawn and not counted up: a Redis that has lost what it had would count to the same number again.
 */
const ADD = new Script(`
local fresh = {}
local count = redis.call('HLEN', KEYS[1])
for at = 3, #ARGV, 2 do
  if redis.call('HEXISTS', KEYS[1], ARGV[at]) == 0 then
    fresh[#fresh + 1] = at
    count = count + 1
  end
end
if #fresh == 0 then return 1 end
if count > tonumber(ARGV[1]) then return 0 end
for _, at in ipairs(fresh) do redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1]) end
redis.call('SET', KEYS[2], ARGV[2])
return 1`);

/**
 * KEYS: entries, version. ARGV: the new version, id, text before, text after. Gives whether it was done. Also in a Redis that is full, as
 * a key must not outlive its revocation for that: it is refused only up to a script's first write.
 */
const REPLACE = new Script(`
redis.call('HDEL', KEYS[1], ' nothing')
if redis.call('HGET', KEYS[1], ARGV[2]) ~= ARGV[3] then return 0 end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[4])
redis.call('SET', KEYS[2], ARGV[1])
return 1`);

/** KEYS: entries, version, times. ARGV: the new version, then ids. Gives how many were there. */
const REMOVE = new Script(`
local count = 0
for at = 2, #ARGV do
  count = count + redis.call('HDEL', KEYS[1], ARGV[at])
  redis.call('HDEL', KEYS[3], ARGV[at])
end
if count > 0 then redis.call('SET', KEYS[2], ARGV[1]) end
return count`);

/** KEYS: entries, times. ARGV: ids and times. What is gone is not noted, and no time goes back. */
const NOTE = new Script(`
for at = 1, #ARGV, 2 do
  local last = tonumber(redis.call('HGET', KEYS[2], ARGV[at]) or '0')
  if redis.call('HEXISTS', KEYS[1], ARGV[at]) == 1 and tonumber(ARGV[at + 1]) > last then
    redis.call('HSET', KEYS[2], ARGV[at], ARGV[at + 1])
  end
end`);

/** Milliseconds that are waited for Redis, and as many again for its answer. */
const TIMEOUT_MS = 2_000;

/** Opens a connection for registers and what is kept like them. What is asked over it rejects with a {@link RegisterUnavailableError}. */
export function connectRegisters(options: Pick<ConnectionOptions, 'redis' | 'log'>): Connection {
  return new Connection({
    ...options,
    timeoutMs: TIMEOUT_MS,
    whose: 'what is kept of keys and operations',
    unavailable: (cause) => new RegisterUnavailableError(cause),
  });
}

/** Keeps a register in Redis, which must persist what it has. The connection is one of {@link connectRegisters}, closed by who opened it. */
export function redisRegister(connection: Connection, name: string, prefix = 'isthmus:'): Register {
  return new RedisRegister(connection, `${prefix}register:${FORMAT}:${name}`);
}

class RedisRegister implements Register {
  readonly #connection: Connection;
  readonly #entries: string;
  readonly #version: string;
  readonly #times: string;

  constructor(connection: Connection, key: string) {
    this.#connection = connection;
    this.#entries = key;
    this.#version = `${key}:version`;
    this.#times = `${key}:times`;
  }

  read(): Promise<Snapshot> {
    return this.#connection.ask(async (redis) => {
      // The version first: what comes between the two is another version, and read again. (A full Redis refuses `MULTI`.)
      const both = redis.pipeline().get(this.#version).hgetall(this.#entries);
      const [version, entries] = (await answersOf(both)) as [string | null, Record<string, string>];
      return { version: version ?? '', entries: new Map(Object.entries(entries)) };
    });
  }

  version(): Promise<string> {
    return this.#connection.ask(async (redis) => (await redis.get(this.#version)) ?? '');
  }

  add(entries: ReadonlyMap<string, string>, most: number): Promise<boolean> {
    const args = [most, randomUUID(), ...[...entries].flat()];
    return this.#connection.ask(
      async (redis) => (await ADD.run(redis, [this.#entries, this.#version], args)) === 1,
    );
  }

  replace(id: string, before: string, after: string): Promise<boolean> {
    const args = [randomUUID(), id, before, after];
    return this.#connection.ask(
      async (redis) => (await REPLACE.run(redis, [this.#entries, this.#version], args)) === 1,
    );
  }

  remove(ids: readonly string[]): Promise<number> {
    const keys = [this.#entries, this.#version, this.#times];
    return this.#connection.ask(async (redis) =>
      Number(await REMOVE.run(redis, keys, [randomUUID(), ...ids])),
    );
  }

  async note(times: ReadonlyMap<string, number>): Promise<void> {
    if (times.size === 0) return;
    await this.#connection.ask((redis) => NOTE.run(redis, [this.#entries, this.#times], [...times].flat()));
  }

  noted(): Promise<ReadonlyMap<string, number>> {
    return this.#connection.ask(async (redis) => {
      const times = Object.entries(await redis.hgetall(this.#times));
      return new Map(times.map(([id, at]) => [id, Number(at)]));
    });
  }
}
