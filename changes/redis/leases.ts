import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { Script } from '../../datasources/redis/script.ts';
import type { Lease } from '../log.ts';
import type { Keys } from './keys.ts';
import { LUA_WRITE } from './life.ts';

/**
 * KEYS: log. ARGV: source, owner, milliseconds. Gives the token, or nothing where somebody else has the lease. A token is at least the time,
 * so that it rises even where the last one was lost. The one who had the lease last keeps its token.
 */
const LEASE = new Script(`${LUA_WRITE}
local lease, token = unpack(redis.call('HMGET', KEYS[1], 'lease:' .. ARGV[1], 'token:' .. ARGV[1]))
local till, owner
if lease then till, owner = string.match(lease, '^(%d+) (.*)$') end
if owner and owner ~= ARGV[2] and tonumber(till) > now then return false end
if owner ~= ARGV[2] or not token then token = whole(math.max((tonumber(token or nil) or 0) + 1, now)) end
local held = whole(now + ARGV[3]) .. ' ' .. ARGV[2]
redis.call('HSET', KEYS[1], 'token:' .. ARGV[1], token, 'lease:' .. ARGV[1], held)
return token`);

/** KEYS: log. ARGV: source, owner. */
const RELEASE = new Script(`
local lease = redis.call('HGET', KEYS[1], 'lease:' .. ARGV[1])
if lease and string.match(lease, ' (.*)$') == ARGV[2] then redis.call('HDEL', KEYS[1], 'lease:' .. ARGV[1]) end`);

/** The leases of one log, as one process has them. */
export class Leases {
  readonly #keys: Keys;
  readonly #owner = randomUUID();

  constructor(keys: Keys) {
    this.#keys = keys;
  }

  /** Takes or renews; null where somebody else has it. */
  async take(redis: Redis, source: string, ms: number): Promise<Lease | null> {
    const token = await LEASE.run(redis, [this.#keys.log], [source, this.#owner, Math.ceil(ms)]);
    return token === null ? null : { token: Number(token) };
  }

  /** Ends it where it is this process's own. */
  async end(redis: Redis, source: string): Promise<void> {
    await RELEASE.run(redis, [this.#keys.log], [source, this.#owner]);
  }
}
