import { LRUCache } from 'lru-cache';
import type { MaybePromise } from '../../datasources/maybe-promise.ts';

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

/** What accounts have left. */
export interface Purses {
  /** Takes a cost, a whole number, off what is left where that is enough, and nothing else; in one step, so that two at once do not hinder each other. */
  take(account: string, cost: number): MaybePromise<Taken>;
  /** Gives back what was taken, as far as it has not been there again since. */
  giveBack(account: string, cost: number): MaybePromise<void>;
}

/** More are kept nowhere: who was longest without spending anything begins anew. At 200 bytes each this is 20 MB. */
const MOST_PURSES = 100_000;

/** The purses of a process that counts for itself. */
export class MemoryPurses implements Purses {
  readonly #settings: RateSettings;
  readonly #now: () => number;
  readonly #purses = new LRUCache<string, { spent: number; readonly until: number }>({ max: MOST_PURSES });

  /** `now` are milliseconds that only grow. */
  constructor(settings: RateSettings, now: () => number = () => performance.now()) {
    this.#settings = settings;
    this.#now = now;
  }

  take(account: string, cost: number): Taken {
    const now = this.#now();
    const known = this.#purses.get(account);
    const purse =
      known && known.until > now ? known : { spent: 0, until: now + this.#settings.seconds * 1_000 };
    const isEnough = purse.spent + cost <= this.#settings.cost;
    if (isEnough) {
      purse.spent += cost;
      this.#purses.set(account, purse);
    }
    return { isEnough, balance: { left: this.#settings.cost - purse.spent, resetMs: purse.until - now } };
  }

  giveBack(account: string, cost: number): void {
    const purse = this.#purses.get(account);
    if (purse) purse.spent = Math.max(0, purse.spent - cost);
  }
}
