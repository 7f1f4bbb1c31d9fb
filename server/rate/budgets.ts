import type { Redis } from 'ioredis';
import type { MaybePromise } from '../../datasources/maybe-promise.ts';
import { withTimeout } from '../../datasources/redis/deadline.ts';
import type { Logger } from '../../datasources/logger.ts';
import type { Principal } from '../../resolvers/principal.ts';
import { Account } from './account.ts';
import { payerOf } from './caller.ts';
import { MemoryBudgetStore, type BudgetStore, type RateSettings, type Withdrawal } from './store.ts';
import { RedisBudgetStore } from './redis.ts';
import { errorText } from '../../datasources/thrown.ts';

/** The outcome of a charge. */
export interface BudgetUse extends Withdrawal {
  /**
   * Returns the charge to the store it came from, for something that was refused after all. Never rejects; while that store is down, the
   * charge is lost.
   */
  readonly giveBack: () => Promise<void>;
}

/** How long Redis may take to return a balance; if it takes longer, it counts as down. */
const DEADLINE_MS = 40;
/** How long Redis is then left alone. */
const RETRY_MS = 1_000;

/**
 * What callers spend, across all replicas if there is a Redis. While Redis is down each replica counts for itself, from zero. A caller may
 * then spend the full budget at each of them, which is better than refusing everybody.
 */
export class Budgets {
  readonly settings: RateSettings;
  readonly #memory: BudgetStore;
  readonly #redis: BudgetStore | null;
  readonly #log: Logger;
  #retryAt = 0;

  /** `redis` is null if each process counts for itself. */
  constructor(settings: RateSettings, redis: Redis | null, log: Logger) {
    this.settings = settings;
    this.#memory = new MemoryBudgetStore(settings);
    this.#redis = redis && new RedisBudgetStore(redis, settings);
    this.#log = log;
  }

  /** The account of a request: that of its caller, or of the caller's network if the caller is anonymous. Null if there is no limit. */
  accountOf(principal: Principal, address: string | undefined): Account | null {
    return this.settings.cost === 0 ? null : new Account(this, payerOf(principal, address));
  }

  /** Deducts a cost from an account, if enough is left. Never rejects. */
  async spend(account: string, cost: number): Promise<BudgetUse> {
    if (this.#redis && performance.now() >= this.#retryAt) {
      const taken = await this.#attempt(this.#redis, (store) => store.take(account, cost));
      if (taken) return this.#spent(this.#redis, account, cost, taken);
    }
    return this.#spent(this.#memory, account, cost, await this.#memory.take(account, cost));
  }

  /** A charge whose period is over has already been restored. */
  #spent(store: BudgetStore, account: string, cost: number, taken: Withdrawal): BudgetUse {
    const until = performance.now() + taken.balance.resetMs;
    const giveBack = async (): Promise<void> => {
      if (!taken.isEnough || performance.now() >= until) return;
      await this.#attempt(store, (own) => own.giveBack(account, cost));
    };
    return { ...taken, giveBack };
  }

  /** Undefined if Redis fails. */
  async #attempt<T>(
    store: BudgetStore,
    work: (store: BudgetStore) => MaybePromise<T>,
  ): Promise<T | undefined> {
    try {
      return await withTimeout(Promise.resolve(work(store)), DEADLINE_MS);
    } catch (error) {
      this.#noteFailure(error);
      return undefined;
    }
  }

  /** Logged only once in a while: a line per request would bury everything else. */
  #noteFailure(error: unknown): void {
    const reason = errorText(error);
    if (performance.now() >= this.#retryAt)
      this.#log.warn({ reason }, 'while Redis fails, each replica counts on its own what callers spend');
    this.#retryAt = performance.now() + RETRY_MS;
  }
}
