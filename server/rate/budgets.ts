import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { within } from '../../datasources/redis/deadline.ts';
import type { Logger } from '../../datasources/scope.ts';
import type { Principal } from '../../resolvers/principal.ts';
import { Account } from './account.ts';

/** What one caller may spend. */
export interface RateSettings {
  /** In all, as operations cost; 0 sets no limit. */
  readonly cost: number;
  /** After so many seconds it is all there again. */
  readonly seconds: number;
}

/** What a caller has left. */
export interface Balance {
  readonly left: number;
  /** Milliseconds after which all of it is there again. */
  readonly resetMs: number;
}

/** Whether there was enough, and what is left after it. */
export interface Taken {
  readonly isEnough: boolean;
  readonly balance: Balance;
}

/** How long Redis may take for a balance; one that takes longer counts as away. */
const DEADLINE_MS = 40;
/** For so long it is not asked again. */
const AWAY_MS = 1_000;
const PREFIX = 'isthmus:rate';

/**
 * What callers spend, over all replicas where there is a Redis. While that is away each replica counts for itself, from nothing: a caller
 * may then spend so much at each of them, which is better than nobody being answered.
 */
export class Budgets {
  readonly settings: RateSettings;
  readonly #memory: RateLimiterMemory;
  readonly #redis: RateLimiterRedis | null;
  readonly #log: Logger;
  #awayUntil = 0;

  /** `redis` is null where each process counts for itself. */
  constructor(settings: RateSettings, redis: Redis | null, log: Logger) {
    const common = { points: settings.cost, duration: settings.seconds, keyPrefix: PREFIX };
    this.settings = settings;
    this.#memory = new RateLimiterMemory(common);
    this.#redis = redis
      ? new RateLimiterRedis({ ...common, storeClient: redis, rejectIfRedisNotReady: true })
      : null;
    this.#log = log;
  }

  /**
   * The account of a request: that of its caller, or of the address that it came from where nobody says who he is. Null where there is no
   * limit.
   */
  accountOf({ name, isAuthenticated }: Principal, address: string | undefined): Account | null {
    if (this.settings.cost === 0) return null;
    return new Account(this, isAuthenticated ? name : `address:${address ?? ''}`);
  }

  /** Takes a cost off what an account has left, where that is enough. Never rejects. */
  async spend(account: string, cost: number): Promise<Taken> {
    if (this.#redis && performance.now() >= this.#awayUntil) {
      try {
        return await within(take(this.#redis, account, cost), DEADLINE_MS);
      } catch (error) {
        this.#lose(error);
      }
    }
    return take(this.#memory, account, cost);
  }

  /** Told once a while: a line for each request would bury everything else. */
  #lose(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (performance.now() >= this.#awayUntil)
      this.#log.warn({ reason }, 'replicas count for themselves what callers spend while Redis fails');
    this.#awayUntil = performance.now() + AWAY_MS;
  }
}

async function take(
  limiter: RateLimiterMemory | RateLimiterRedis,
  account: string,
  cost: number,
): Promise<Taken> {
  try {
    return { isEnough: true, balance: balanceOf(await limiter.consume(account, cost)) };
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    // It is counted all the same; who asks for too much is not to lose what he has.
    void limiter.reward(account, cost).catch(() => undefined);
    const left = Math.max(0, limiter.points - (refused.consumedPoints - cost));
    return { isEnough: false, balance: { ...balanceOf(refused), left } };
  }
}

function balanceOf({ remainingPoints, msBeforeNext }: RateLimiterRes): Balance {
  return { left: remainingPoints, resetMs: Math.max(0, msBeforeNext) };
}
