import type { PatientConnection } from '../../datasources/redis/patient-connection.ts';
import { answersOf } from '../../datasources/redis/answers.ts';
import { Script } from '../../datasources/redis/script.ts';
import type { Day, DailyUsage, Hit, UsageBounds, UsageStore } from './store.ts';

/** Part of every key; changes whenever the storage format does. */
const FORMAT = 1;
const DAY_SECONDS = 86_400;
/** The most rows added in one step, because Redis does nothing else meanwhile. */
const MAX_ROWS = 200;

/**
 * KEYS: counts, times, operations, clients. ARGV: seconds to live, the maximum numbers of operations, clients and pairs, others, the prefix
 * of the keys of descriptions, then operation, client, requests and time of each. Returns the operations that have no description.
 */
const ADD = new Script(`
local ttl, maxOperations, maxClients, maxPairs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local others, missing = tonumber(ARGV[5]), {}
local function hasRoom(key, member, most)
  return redis.call('SISMEMBER', key, member) == 1 or redis.call('SCARD', key) < most
end
for at = 7, #ARGV, 4 do
  local operation, client = ARGV[at], ARGV[at + 1]
  local field = operation .. '\\n' .. client
  local hasPairRoom = redis.call('HEXISTS', KEYS[2], field) == 1 or redis.call('HLEN', KEYS[2]) < maxPairs
  if hasPairRoom and hasRoom(KEYS[3], operation, maxOperations) and hasRoom(KEYS[4], client, maxClients) then
    redis.call('SADD', KEYS[3], operation)
    redis.call('SADD', KEYS[4], client)
    redis.call('HINCRBY', KEYS[1], field, ARGV[at + 2])
    if tonumber(ARGV[at + 3]) > tonumber(redis.call('HGET', KEYS[2], field) or '0') then
      redis.call('HSET', KEYS[2], field, ARGV[at + 3])
    end
    if redis.call('EXPIRE', ARGV[6] .. operation, ttl) == 0 then missing[#missing + 1] = operation end
  else
    others = others + ARGV[at + 2]
  end
end
if others > 0 then redis.call('HINCRBY', KEYS[1], '', string.format('%.0f', others)) end
for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, ttl) end
return missing`);

/** Usage data in Redis. The connection is one for registers, closed by its opener. */
export function redisUsage(
  connection: PatientConnection,
  bounds: UsageBounds,
  prefix = 'isthmus:',
): UsageStore {
  return new RedisUsage(connection, bounds, `${prefix}usage:${FORMAT}:`);
}

class RedisUsage implements UsageStore {
  readonly #connection: PatientConnection;
  readonly #bounds: UsageBounds;
  readonly #base: string;
  /** One day longer, because the period begins and ends within a day. */
  readonly #ttl: number;

  constructor(connection: PatientConnection, bounds: UsageBounds, base: string) {
    this.#connection = connection;
    this.#bounds = bounds;
    this.#base = base;
    this.#ttl = (bounds.days + 1) * DAY_SECONDS;
  }

  async add(day: Day, { hits, others }: DailyUsage): Promise<readonly string[]> {
    const missing: string[] = [];
    for (let at = 0; at === 0 || at < hits.length; at += MAX_ROWS) {
      const some = hits.slice(at, at + MAX_ROWS);
      missing.push(...(await this.#addSome(day, { hits: some, others: at === 0 ? others : 0 })));
    }
    return [...new Set(missing)];
  }

  async describe(descriptions: ReadonlyMap<string, string>): Promise<void> {
    await this.#connection.ask(async (redis) => {
      const pipeline = redis.pipeline();
      for (const [id, text] of descriptions) pipeline.set(this.#described(id), text, 'EX', this.#ttl);
      await answersOf(pipeline);
    });
  }

  read(day: Day): Promise<DailyUsage> {
    return this.#connection.ask(async (redis) => {
      // The counts first, so that everything counted has its time by then. (A full Redis refuses `MULTI`.)
      const both = redis.pipeline().hgetall(this.#of('counts', day)).hgetall(this.#of('times', day));
      const [counts, times] = (await answersOf(both)) as readonly Record<string, string>[];
      const { '': others = '0', ...rest } = counts ?? {};
      const hits = Object.entries(rest).map(([field, requests]): Hit => {
        const [operation = '', client = '', version = ''] = field.split('\n');
        const lastSeen = Number(times?.[field] ?? 0);
        return {
          operation,
          client: client || null,
          version: version || null,
          requests: Number(requests),
          lastSeen,
        };
      });
      return { hits, others: Number(others) };
    });
  }

  descriptions(operations: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (operations.length === 0) return Promise.resolve(new Map());
    return this.#connection.ask(async (redis) => {
      const texts = await redis.mget(operations.map((id) => this.#described(id)));
      return new Map(
        operations.flatMap((id, index) => {
          const text = texts[index] ?? null;
          return text === null ? [] : [[id, text] as const];
        }),
      );
    });
  }

  #addSome(day: Day, { hits, others }: DailyUsage): Promise<readonly string[]> {
    const keys = (['counts', 'times', 'operations', 'clients'] as const).map((what) => this.#of(what, day));
    const { operations, clients, pairs } = this.#bounds;
    const rows = hits.flatMap(({ operation, client, version, requests, lastSeen }) => {
      return [operation, `${client ?? ''}\n${version ?? ''}`, requests, lastSeen];
    });
    const args = [this.#ttl, operations, clients, pairs, others, this.#described(''), ...rows];
    return this.#connection.ask(async (redis) => (await ADD.run(redis, keys, args)) as readonly string[]);
  }

  #of(what: 'counts' | 'times' | 'operations' | 'clients', day: Day): string {
    return `${this.#base}${what}:${day}`;
  }

  #described(id: string): string {
    return `${this.#base}operation:${id}`;
  }
}
