import type { Redis } from 'ioredis';
import { Script } from '../../datasources/redis/script.ts';
import type { BudgetStore, RateSettings, Withdrawal } from './store.ts';

const PREFIX = 'isthmus:rate:';

/**
 * KEYS: what an account has spent. ARGV: the budget, the period in milliseconds, the cost. Returns 1 or 0, what is spent, and the
 * milliseconds left.
 */
const TAKE = new Script(`
local most, window, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local spent = tonumber(redis.call('GET', KEYS[1]) or '0')
local isEnough = spent + cost <= most
if isEnough then spent = redis.call('INCRBY', KEYS[1], cost) end
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  left = window
  redis.call('PEXPIRE', KEYS[1], window)
end
return {isEnough and 1 or 0, spent, left}
`);

/** KEYS: what an account has spent. ARGV: how much to give back. Once the period is over there is nothing to give back. */
const GIVE_BACK = new Script(`
local spent = tonumber(redis.call('GET', KEYS[1]) or '0')
if spent > 0 then redis.call('DECRBY', KEYS[1], math.min(spent, tonumber(ARGV[1]))) end
`);

/** The balances that all replicas share. Methods reject while Redis is down. */
export class RedisBudgetStore implements BudgetStore {
  readonly #redis: Redis;
  readonly #settings: RateSettings;

  constructor(redis: Redis, settings: RateSettings) {
    this.#redis = redis;
    this.#settings = settings;
  }

  async take(account: string, cost: number): Promise<Withdrawal> {
    const { cost: most, seconds } = this.#settings;
    const answer = await TAKE.run(this.#redis, [PREFIX + account], [most, seconds * 1_000, cost]);
    const [isEnough, spent, resetMs] = answer as [number, number, number];
    return { isEnough: isEnough === 1, balance: { left: Math.max(0, most - spent), resetMs } };
  }

  async giveBack(account: string, cost: number): Promise<void> {
    await GIVE_BACK.run(this.#redis, [PREFIX + account], [cost]);
  }
}
