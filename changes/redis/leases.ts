import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { Script } from '../../datasources/redis/script.ts';
import type { Lease } from '../log.ts';
import type { Keys } from './keys.ts';
import { LUA_WRITE } from './life.ts';

/**
 * KEYS: log. ARGV: source, owner, milliseconds. Returns the token, or nothing if another owner holds the lease. A token is at least the
 * current time, so that tokens keep increasing even if the last one was lost. The previous holder keeps its token. A lease that ends
 * later than one taken now has outlived a clock that was set back.
 */
const LEASE = new Script(`${LUA_WRITE}
local lease, token = unpack(redis.call('HMGET', KEYS[1], 'lease:' .. ARGV[1], 'token:' .. ARGV[1]))
local till, owner
if lease then till, owner = string.match(lease, '^(%d+) (.*)$') end
local left = tonumber(till or now) - now
if owner and owner ~= ARGV[2] and left > 0 and left <= tonumber(ARGV[3]) then return false end
if owner ~= ARGV[2] or not token then token = whole(math.max((tonumber(token or nil) or 0) + 1, now)) end
local held = whole(now + ARGV[3]) .. ' ' .. ARGV[2]
redis.call('HSET', KEYS[1], 'token:' .. ARGV[1], token, 'lease:' .. ARGV[1], held)
return token`);

/** KEYS: log. ARGV: source, owner. */
const RELEASE = new Script(`
local lease = redis.call('HGET', KEYS[1], 'lease:' .. ARGV[1])
if lease and string.match(lease, ' (.*)$') == ARGV[2] then redis.call('HDEL', KEYS[1], 'lease:' .. ARGV[1]) end`);

/** The leases of one log, from the point of view of one process. */
export class Leases {
  readonly #keys: Keys;
  readonly #owner = randomUUID();

  constructor(keys: Keys) {
    this.#keys = keys;
  }

  /** Acquires or renews a lease; null if another process holds it. */
  async take(redis: Redis, source: string, ms: number): Promise<Lease | null> {
    const token = await LEASE.run(redis, [this.#keys.log], [source, this.#owner, Math.ceil(ms)]);
    return token === null ? null : { token: Number(token) };
  }

  /** Releases a lease if this process holds it. */
  async end(redis: Redis, source: string): Promise<void> {
    await RELEASE.run(redis, [this.#keys.log], [source, this.#owner]);
  }
}
