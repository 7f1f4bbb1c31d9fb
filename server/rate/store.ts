import { LRUCache } from 'lru-cache';
import type { MaybePromise } from '../../datasources/maybe-promise.ts';

/** What one caller may spend. */
export interface RateSettings {
  /** The total cost per period; 0 means no limit. */
  readonly cost: number;
  /** The period in seconds, after which all of it is available again. */
  readonly seconds: number;
}

/** What a caller has left. */
export interface Balance {
  readonly left: number;
  /** Milliseconds until all of it is available again. */
  readonly resetMs: number;
}

/** Whether there was enough, and what is left afterwards. */
export interface Withdrawal {
  readonly isEnough: boolean;
  readonly balance: Balance;
}

/** The balances of accounts. */
export interface BudgetStore {
  /** Deducts a cost, a whole number, if enough is left, and otherwise nothing. Atomic, so that concurrent calls do not interfere. */
  take(account: string, cost: number): MaybePromise<Withdrawal>;
  /** Gives back what was deducted, as far as it has not been restored since. */
  giveBack(account: string, cost: number): MaybePromise<void>;
}

/** The most balances kept; the account that has not spent anything for longest starts afresh. At 200 bytes each this is 20 MB. */
const MAX_BALANCES = 100_000;

/** The balances of a process that counts for itself. */
export class MemoryBudgetStore implements BudgetStore {
  readonly #settings: RateSettings;
  readonly #now: () => number;
  // By `maxSize` it grows as it is filled; by `max` it would take 3 MB, and time at the start, even if there is no limit.
  readonly #balances = new LRUCache<string, { spent: number; readonly until: number }>({
    maxSize: MAX_BALANCES,
    sizeCalculation: () => 1,
  });

  /** `now` returns milliseconds from a monotonic clock. */
  constructor(settings: RateSettings, now: () => number = () => performance.now()) {
    this.#settings = settings;
    this.#now = now;
  }

  take(account: string, cost: number): Withdrawal {
    const now = this.#now();
    const known = this.#balances.get(account);
    const purse =
      known && known.until > now ? known : { spent: 0, until: now + this.#settings.seconds * 1_000 };
    const isEnough = purse.spent + cost <= this.#settings.cost;
    if (isEnough) {
      purse.spent += cost;
      this.#balances.set(account, purse);
    }
    return { isEnough, balance: { left: this.#settings.cost - purse.spent, resetMs: purse.until - now } };
  }

  giveBack(account: string, cost: number): void {
    const purse = this.#balances.get(account);
    if (purse) purse.spent = Math.max(0, purse.spent - cost);
  }
}
