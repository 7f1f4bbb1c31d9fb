import type { Redis } from 'ioredis';
import type { MaybePromise } from '../../datasources/maybe-promise.ts';
import { within } from '../../datasources/redis/deadline.ts';
import type { Logger } from '../../datasources/scope.ts';
import type { Principal } from '../../resolvers/principal.ts';
import { Account } from './account.ts';
import { networkOf } from './network.ts';
import { MemoryPurses, type Purses, type RateSettings, type Taken } from './purses.ts';
import { RedisPurses } from './redis.ts';
import { errorText } from '../../datasources/thrown.ts';

/** What became of spending. */
export interface Spent extends Taken {
  /** Has it back where it came from, for what was refused after all. Never rejects; while that is away it is lost. */
  readonly giveBack: () => Promise<void>;
}

/** How long Redis may take for a balance; one that takes longer counts as away. */
const DEADLINE_MS = 40;
/** For so long it is not asked again. */
const AWAY_MS = 1_000;

/**
 * What callers spend, over all replicas where there is a Redis. While that is away each replica counts for itself, from nothing: a caller
 * may then spend so much at each of them, which is better than nobody being answered.
 */
export class Budgets {
  readonly settings: RateSettings;
  readonly #memory: Purses;
  readonly #redis: Purses | null;
  readonly #log: Logger;
  #awayUntil = 0;

  /** `redis` is null where each process counts for itself. */
  constructor(settings: RateSettings, redis: Redis | null, log: Logger) {
    this.settings = settings;
    this.#memory = new MemoryPurses(settings);
    this.#redis = redis && new RedisPurses(redis, settings);
    this.#log = log;
  }

  /**
   * The account of a request: that of its caller, or of the network that it came from where nobody says who he is. Null where there is no
   * limit.
   */
  accountOf({ name, isAuthenticated }: Principal, address: string | undefined): Account | null {
    if (this.settings.cost === 0) return null;
    return new Account(this, isAuthenticated ? name : `address:${networkOf(address ?? '')}`);
  }

  /** Takes a cost off what an account has left, where that is enough. Never rejects. */
  async spend(account: string, cost: number): Promise<Spent> {
    if (this.#redis && performance.now() >= this.#awayUntil) {
      const taken = await this.#shared(this.#redis, (purses) => purses.take(account, cost));
      if (taken) return this.#spent(this.#redis, account, cost, taken);
    }
    return this.#spent(this.#memory, account, cost, await this.#memory.take(account, cost));
  }

  /** What is over by then is there again already. */
  #spent(purses: Purses, account: string, cost: number, taken: Taken): Spent {
    const until = performance.now() + taken.balance.resetMs;
    const giveBack = async (): Promise<void> => {
      if (!taken.isEnough || performance.now() >= until) return;
      await this.#shared(purses, (own) => own.giveBack(account, cost));
    };
    return { ...taken, giveBack };
  }

  /** Undefined where Redis fails. */
  async #shared<T>(purses: Purses, work: (purses: Purses) => MaybePromise<T>): Promise<T | undefined> {
    try {
      return await within(Promise.resolve(work(purses)), DEADLINE_MS);
    } catch (error) {
      this.#lose(error);
      return undefined;
    }
  }

  /** Told once a while: a line for each request would bury everything else. */
  #lose(error: unknown): void {
    const reason = errorText(error);
    if (performance.now() >= this.#awayUntil)
      this.#log.warn({ reason }, 'replicas count for themselves what callers spend while Redis fails');
    this.#awayUntil = performance.now() + AWAY_MS;
  }
}
