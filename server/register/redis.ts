import { randomUUID } from 'node:crypto';
import {
  PatientConnection,
  type PatientConnectionOptions,
} from '../../datasources/redis/patient-connection.ts';
import { answersOf } from '../../datasources/redis/answers.ts';
import { Script } from '../../datasources/redis/script.ts';
import { RegisterUnavailableError, type Register, type Snapshot } from './register.ts';

/** Part of every key; changes whenever the storage format does. */
const FORMAT = 1;

/**
 * KEYS: entries, version. ARGV: the maximum number of entries, the new version, then ids and texts. Returns whether there was room. A
 * version is random and not a counter: a Redis that has lost its data would count to the same number again.
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
 * KEYS: entries, version. ARGV: the new version, id, text before, text after. Returns whether the entry was replaced. It also works if
 * Redis is full, because a key must not outlive its revocation for that reason: Redis only refuses a script before its first write.
 */
const REPLACE = new Script(`
redis.call('HDEL', KEYS[1], ' nothing')
if redis.call('HGET', KEYS[1], ARGV[2]) ~= ARGV[3] then return 0 end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[4])
redis.call('SET', KEYS[2], ARGV[1])
return 1`);

/** KEYS: entries, version, times. ARGV: the new version, then ids. Returns how many existed. */
const REMOVE = new Script(`
local count = 0
for at = 2, #ARGV do
  count = count + redis.call('HDEL', KEYS[1], ARGV[at])
  redis.call('HDEL', KEYS[3], ARGV[at])
end
if count > 0 then redis.call('SET', KEYS[2], ARGV[1]) end
return count`);

/** KEYS: entries, times. ARGV: ids and times. Entries that are gone are skipped, and no time goes backwards. */
const NOTE = new Script(`
for at = 1, #ARGV, 2 do
  local last = tonumber(redis.call('HGET', KEYS[2], ARGV[at]) or '0')
  if redis.call('HEXISTS', KEYS[1], ARGV[at]) == 1 and tonumber(ARGV[at + 1]) > last then
    redis.call('HSET', KEYS[2], ARGV[at], ARGV[at + 1])
  end
end`);

/** Milliseconds to wait for a connection to Redis, and as many again for its answer. */
const TIMEOUT_MS = 2_000;

/** Opens a connection for registers and similar stores. Commands on it reject with a {@link RegisterUnavailableError}. */
export function connectRegisters(
  options: Pick<PatientConnectionOptions, 'redis' | 'log'>,
): PatientConnection {
  return new PatientConnection({
    ...options,
    timeoutMs: TIMEOUT_MS,
    whose: 'what is kept of keys and operations',
    unavailable: (cause) => new RegisterUnavailableError(cause),
  });
}

/**
 * A register in Redis, which must be configured to persist its data. The connection is one of {@link connectRegisters}, closed by its
 * opener.
 */
export function redisRegister(connection: PatientConnection, name: string, prefix = 'isthmus:'): Register {
  return new RedisRegister(connection, `${prefix}register:${FORMAT}:${name}`);
}

class RedisRegister implements Register {
  readonly #connection: PatientConnection;
  readonly #entries: string;
  readonly #version: string;
  readonly #times: string;

  constructor(connection: PatientConnection, key: string) {
    this.#connection = connection;
    this.#entries = key;
    this.#version = `${key}:version`;
    this.#times = `${key}:times`;
  }

  read(): Promise<Snapshot> {
    return this.#connection.ask(async (redis) => {
      // The version first: if a change comes between the two reads, the version is older than the entries, and the next check reads again.
      // (A full Redis refuses `MULTI`.)
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
